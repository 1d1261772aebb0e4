package dev.pluginio.testkit;

import dev.pluginio.api.content.ContentType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Describes the host, and what runs beside plugin-io.
 *
 * @since 0.1
 */
public final class PluginIoBuilder {

    final List<ContentType> contentTypes = new ArrayList<>();
    final Map<String, Set<String>> roles = new LinkedHashMap<>();
    final Map<String, Set<String>> tokens = new LinkedHashMap<>();
    final List<Object> extensions = new ArrayList<>();
    final List<Path> plugins = new ArrayList<>();
    String config = "";

    PluginIoBuilder() {}

    /**
     * Adds a content type.
     *
     * @param type the type
     * @return this
     */
    public PluginIoBuilder contentType(ContentType type) {
        contentTypes.add(type);
        return this;
    }

    /**
     * Adds a role. The role {@code public}, of clients without credentials, is there without permissions.
     *
     * @param name its name
     * @param permissions such as {@code api::article.article.find}
     * @return this
     */
    public PluginIoBuilder role(String name, String... permissions) {
        roles.put(name, Set.of(permissions));
        return this;
    }

    /**
     * Adds an API token.
     *
     * @param name its name
     * @param permissions such as {@code api::article.article.find}
     * @return this
     */
    public PluginIoBuilder apiToken(String name, String... permissions) {
        tokens.put(name, Set.of(permissions));
        return this;
    }

    /**
     * Adds an extension, such as an {@code EventHandler}, that PF4J need not find by itself. One of a class at most.
     *
     * @param extension the extension
     * @return this
     */
    public PluginIoBuilder extension(Object extension) {
        extensions.add(extension);
        return this;
    }

    /**
     * Loads a packed plugin beside plugin-io.
     *
     * @param jar its file
     * @return this
     */
    public PluginIoBuilder plugin(Path jar) {
        plugins.add(jar);
        return this;
    }

    /**
     * What stands in the plugins file under {@code io.config}. Without {@code contentTypes}, all types of the host are
     * listed; without a port, a free one on loopback is taken.
     *
     * @param yaml the section's contents
     * @return this
     */
    public PluginIoBuilder config(String yaml) {
        config = yaml;
        return this;
    }

    /**
     * Ends the description.
     *
     * @return the extension, for a static field with {@code @RegisterExtension}
     */
    public PluginIoExtension build() {
        return new PluginIoExtension(this);
    }
}
