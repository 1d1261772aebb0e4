package dev.pluginio.config;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.describe.DocumentSettings;
import dev.pluginio.session.SessionSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The plugin's section of the plugins file. It is read in two steps, because the content types of a host may themselves
 * depend on it: {@link #load} reads the file; {@link #resolve} checks it against the content types, and tells whatever is
 * wrong, of both steps, at once.
 */
public final class IoConfiguration {

    private static final String CONFIG = PluginsFile.SECTION + ".config";

    private final IoSection section;
    private final Path folder;
    private final Problems problems;

    private IoConfiguration(IoSection section, Path folder, Problems problems) {
        this.section = section;
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * Reads the file.
     *
     * @param file the plugins file; sections of other plugins are not looked at
     * @param environment what placeholders stand for
     * @return the configuration, whose problems {@link #resolve} tells
     * @throws ConfigurationException if there is no such file, it is not valid YAML, or it has no section {@code io}
     */
    public static IoConfiguration load(Path file, Map<String, String> environment) {
        Problems problems = new Problems(file);
        Node node = new PluginsFile(file, problems).section().orElse(null);
        problems.throwIfAny();
        if (node == null) {
            throw new IllegalStateException("a section that is not there is a problem");
        }
        try (Constraints constraints = new Constraints()) {
            Binder binder = new Binder(problems, new Placeholders(environment, problems), constraints);
            Path folder = file.resolveSibling("");
            return new IoConfiguration(binder.section(node, IoSection.class, PluginsFile.SECTION), folder, problems);
        }
    }

    /** Whether the plugin is to start. If not, nothing else of the configuration counts. */
    public boolean isEnabled() {
        return section.enabled();
    }

    /** Whether changes of the file are to be applied as soon as it is saved. */
    public boolean isWatched() {
        return section.watch();
    }

    /** Who gets generated documents. */
    public DocumentSettings documents() {
        return section.config().documents().settings();
    }

    /** Whether events are kept in the host's database. */
    public boolean keepsLogInDatabase() {
        return section.config().log().type() == LogType.JPA;
    }

    /** How long the host's changes are still written down when the plugin has stopped. */
    public Duration handOver() {
        return Duration.ofMillis(section.config().log().handOver());
    }

    /** The least that is logged; null for what the host's logging says. */
    public @Nullable Level logLevel() {
        return section.config().logging().level();
    }

    /**
     * The keys whose values differ, each with its path.
     *
     * @param live those that can be applied while clients are connected
     * @param needRestart those that need the plugin to be started again
     */
    public record Changes(List<String> live, List<String> needRestart) {

        /** Takes copies of the lists. */
        public Changes {
            live = List.copyOf(live);
            needRestart = List.copyOf(needRestart);
        }
    }

    /** What is not as it was in an earlier reading. */
    public Changes changesSince(IoConfiguration earlier) {
        return Differences.between(earlier.section, section);
    }

    /**
     * The entities that are content types by configuration. Whoever makes the catalogue leaves out those that the host
     * does not have; {@link #resolve} tells them.
     */
    public List<ListedEntity> listedEntities() {
        List<ListedEntity> listed = new ArrayList<>();
        for (ContentTypeOptions type : section.config().contentTypes()) {
            if (type.entity() != null && !type.uid().isEmpty()) {
                listed.add(new ListedEntity(type.uid(), type.entity(), Set.copyOf(type.hidden())));
            }
        }
        return listed;
    }

    /**
     * What is wrong with a file, as far as that can be told without the host: whether it has the content types and their
     * attributes is not looked at.
     *
     * @param file the plugins file
     * @param environment what placeholders stand for
     * @return the problems, in the order of the file, each with file, line and key; empty if there are none
     */
    public static List<String> problems(Path file, Map<String, String> environment) {
        try {
            IoConfiguration configuration = load(file, environment);
            configuration.settings(all -> List.of());
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems();
        }
    }

    /**
     * Checks the configuration against the content types.
     *
     * @param catalog the host's content types
     * @param missing those of {@link #listedEntities} that the host does not have
     * @return the settings of the stages
     * @throws ConfigurationException if anything is wrong; it tells everything
     */
    public IoSettings resolve(ContentCatalog catalog, List<ListedEntity> missing) {
        IoOptions options = section.config();
        return settings(
                all -> new ExposureReader(catalog, missing, options.permission(), all).of(options.contentTypes()));
    }

    private IoSettings settings(Function<Problems, List<Exposure>> exposures) {
        Problems all = problems.copy();
        if (!all.isLocated(CONFIG)) {
            all.add(CONFIG, "is missing; it needs at least 'contentTypes'");
        }
        IoOptions options = section.config();
        Map<String, String> namespaces = options.defaultStrategies(all);
        IoSettings settings = new IoSettings(
                options.socket().settings(namespaces.keySet(), folder, all),
                new SessionSettings(
                        namespaces, options.entrances(), options.rooms().settings()),
                options.subscriptions().settings(),
                options.recovery().settings(),
                options.log().retention(),
                options.log().retained().retention(),
                new DeliverySettings(
                        options.envelope(),
                        options.shape(),
                        options.sensitiveWords(all),
                        options.recovery().enabled(),
                        options.isAtomic(all)),
                exposures.apply(all),
                options.permission(),
                options.arrangement(all));
        all.throwIfAny();
        return settings;
    }

    /**
     * Everything that is wrong with the configuration so far, and that the content types cannot be made as it says; for
     * whoever makes the catalogue, to be thrown in place of {@link #resolve}.
     *
     * @param reason why they cannot be made
     */
    public ConfigurationException refused(String reason) {
        return refused("contentTypes", reason);
    }

    /**
     * Everything that is wrong with the configuration so far, and that events cannot be kept where it says.
     *
     * @param reason why not
     */
    public ConfigurationException logRefused(String reason) {
        return refused("log.type", reason);
    }

    private ConfigurationException refused(String key, String reason) {
        Problems all = problems.copy();
        all.add(CONFIG + "." + key, reason);
        return all.asException();
    }
}
