package dev.pluginio.e2e.plainhost;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.realtime.IoService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ExtensionFactory;
import org.pf4j.SingletonExtensionFactory;

/**
 * A CMS in a page: notes in a map, commands on standard input, an answer to each on standard output.
 *
 * <p>A command is a transaction: {@code commit} or {@code rollback}, then any number of {@code create|update|delete
 * documentId title}, separated by semicolons. {@code ring} sends a bell to everybody. {@code reload} takes a plugin away,
 * with those that depend on it, and brings them back. {@code left} tells how many class loaders of plugins that were
 * taken away are still there.
 */
public final class PlainHost {

    /** The event that everybody hears. */
    static final String BELL = "host:bell";

    private final Map<String, Entry> notes = new HashMap<>();
    private final Plugins plugins;

    private PlainHost(Plugins plugins) {
        this.plugins = plugins;
    }

    /** Takes the plugins folder. */
    public static void main(String[] arguments) throws IOException {
        for (String absent : List.of("org.hibernate.SessionFactory", "jakarta.persistence.EntityManager")) {
            if (isThere(absent)) {
                throw new IllegalStateException(absent + " is on the class path, and must not be");
            }
        }
        Plugins plugins = Plugins.start(
                new DefaultPluginManager(Path.of(arguments[0])) {
                    @Override
                    protected ExtensionFactory createExtensionFactory() {
                        return new SingletonExtensionFactory(this);
                    }
                },
                plugin -> say("not started: " + plugin.getPluginId() + " " + plugin.getFailedException()));
        say("ready");
        new PlainHost(plugins).serve();
        plugins.end();
        say("stopped");
    }

    private void serve() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            List<String> words = List.of(line.split(";"));
            if (words.get(0).equals("ring")) {
                plugins.theOne(IoService.class)
                        .raw(BELL, Map.of())
                        .toCompletableFuture()
                        .join();
            } else if (words.get(0).equals("reload")) {
                plugins.reload(words.get(1));
            } else if (words.get(0).equals("left")) {
                say("left " + plugins.left());
            } else {
                run(words.get(0).equals("commit"), words.subList(1, words.size()));
            }
            say("done");
        }
    }

    private void run(boolean commit, List<String> steps) {
        Map<String, Entry> before = Map.copyOf(notes);
        ContentLifecycle.Transaction transaction =
                plugins.theOne(ContentLifecycle.class).begin();
        for (String step : steps) {
            String[] words = step.split(" ", 3);
            transaction.changed(change(words[0], words[1], words.length > 2 ? words[2] : ""));
        }
        if (commit) {
            transaction.committed();
        } else {
            notes.clear();
            notes.putAll(before);
            transaction.rolledBack();
        }
    }

    private ContentChange change(String action, String documentId, String title) {
        Entry after =
                new Entry(documentId.hashCode(), documentId, Map.of("title", title, "draft", "private to " + title));
        return switch (action) {
            case "create" -> {
                notes.put(documentId, after);
                yield ContentChange.created(PlainCms.UID, after);
            }
            case "update" ->
                ContentChange.updated(PlainCms.UID, Objects.requireNonNull(notes.put(documentId, after)), after);
            case "delete" -> ContentChange.deleted(PlainCms.UID, Objects.requireNonNull(notes.remove(documentId)));
            default -> throw new IllegalArgumentException(action);
        };
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static void say(String what) {
        System.out.println("HOST " + what);
        System.out.flush();
    }
}
