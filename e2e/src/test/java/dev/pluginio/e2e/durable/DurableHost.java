package dev.pluginio.e2e.durable;

import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.e2e.plainhost.Plugins;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.pf4j.DefaultPluginManager;

/**
 * A host with Hibernate and a database in a page: it writes as fast as it can, beside commands on standard input, with an
 * answer to each on standard output. {@code write}, or {@code write steadily}, and {@code rest} begin and end that; {@code reload} takes the plugin
 * away and brings it back, {@code stop} only takes it away; {@code left} tells how many class loaders and threads of it
 * are still there; {@code state} tells what the database holds.
 */
public final class DurableHost {

    private static final String PLUGIN = "plugin-io";

    private final EntityManagerFactory factory;
    private final Plugins plugins;
    private final Writers writers;

    private DurableHost(EntityManagerFactory factory, Plugins plugins, Writers writers) {
        this.factory = factory;
        this.plugins = plugins;
        this.writers = writers;
    }

    /** Takes the plugins folder, the address of the database, its user, and whether to {@code write} at once. */
    public static void main(String[] arguments) throws Exception {
        StatementWatch watch = new StatementWatch();
        EntityManagerFactory factory = new PersistenceConfiguration("durable")
                .managedClass(Note.class)
                .property("jakarta.persistence.jdbc.url", arguments[1])
                .property("jakarta.persistence.jdbc.user", arguments[2])
                .property("jakarta.persistence.jdbc.password", "")
                .property("hibernate.connection.pool_size", "12")
                .property("hibernate.hbm2ddl.auto", "update")
                .createEntityManagerFactory();
        Writers writers = new Writers(factory);
        DurableCms cms = new DurableCms(factory, watch);
        Plugins plugins = Plugins.start(
                new DefaultPluginManager(Path.of(arguments[0])) {
                    @Override
                    public <T> List<T> getExtensions(Class<T> type) {
                        return type == HostCms.class ? List.of(type.cast(cms)) : super.getExtensions(type);
                    }
                },
                plugin -> say("not started: " + plugin.getPluginId() + " " + plugin.getFailedException()));
        Runtime.getRuntime().addShutdownHook(new Thread(plugins::end, "end")); // the writers go on meanwhile
        if (List.of(arguments).contains("write")) {
            writers.write();
        }
        say("ready");
        new DurableHost(factory, plugins, writers).serve();
        plugins.end();
        factory.close();
        say("stopped");
    }

    private void serve() throws IOException, InterruptedException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            switch (line) {
                case "write" -> writers.write();
                case "write steadily" -> writers.writeSteadily();
                case "rest" -> say("commits " + writers.rest());
                case "reload" -> plugins.reload(PLUGIN);
                case "stop" -> plugins.takeAway(PLUGIN);
                case "left" -> say("left " + plugins.left() + " loaders " + threads() + " threads");
                case "state" -> say("state " + state());
                default -> throw new IllegalArgumentException(line);
            }
            say("done");
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(PLUGIN))
                .toList();
    }

    private String state() {
        return factory.callInTransaction(em -> em.createQuery("from Note order by id", Note.class)
                .getResultStream()
                .map(note -> note.id + "=" + note.hits)
                .collect(Collectors.joining(",")));
    }

    private static void say(String what) {
        System.out.println("HOST " + what);
        System.out.flush();
    }
}
