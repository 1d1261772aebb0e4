package dev.pluginio.sample;

import dev.pluginio.sample.access.Passwords;
import dev.pluginio.sample.store.DatabaseSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the CMS is set up.
 *
 * @param host the address to listen at
 * @param httpPort where REST and the pages are; 0 for any port that is free
 * @param ioPort where the plugin's Socket.IO server is, which the live page connects to; never 0, as it must be known
 * @param dataFolder the database, unless it is elsewhere, and the secrets
 * @param pluginsFolder where the plugins' jar files are
 * @param pluginsConfig the file that configures plugins
 * @param database where the database is
 * @param demoPassword the password of the demo accounts; left out of {@link #toString()}
 */
public record Settings(
        String host,
        int httpPort,
        int ioPort,
        Path dataFolder,
        Path pluginsFolder,
        Path pluginsConfig,
        DatabaseSettings database,
        Optional<String> demoPassword) {

    private static final int HTTP_PORT = 1337;
    private static final int IO_PORT = 1338;
    private static final int LAST_PORT = 65_535;

    /**
     * Reads the settings from the environment: HOST, HTTP_PORT, IO_PORT, DATA_DIR, PLUGINS_DIR, PLUGINS_CONFIG, JDBC_URL,
     * JDBC_USER, JDBC_PASSWORD and DEMO_PASSWORD.
     *
     * @param environment the variables; an empty one counts as absent
     * @param programFolder where the program is; its folder {@code plugins} is the default for plugins
     * @return the settings
     * @throws IllegalArgumentException if some are wrong; the message names all of them
     */
    public static Settings from(Map<String, String> environment, Path programFolder) {
        Variables variables = new Variables(environment, new ArrayList<>());
        Path data = Path.of(variables.text("DATA_DIR").orElse("data"));
        Settings settings = new Settings(
                variables.text("HOST").orElse("127.0.0.1"),
                variables.port("HTTP_PORT", 0, HTTP_PORT),
                variables.port("IO_PORT", 1, IO_PORT),
                data,
                variables.text("PLUGINS_DIR").map(Path::of).orElse(programFolder.resolve("plugins")),
                variables.text("PLUGINS_CONFIG").map(Path::of).orElse(Path.of("config", "plugins.yml")),
                variables
                        .text("JDBC_URL")
                        .map(url -> DatabaseSettings.at(
                                url,
                                variables.text("JDBC_USER").orElse(""),
                                variables.text("JDBC_PASSWORD").orElse("")))
                        .orElse(DatabaseSettings.file(data)),
                variables.password("DEMO_PASSWORD"));
        if (!variables.problems().isEmpty()) {
            throw new IllegalArgumentException("Wrong settings:\n- " + String.join("\n- ", variables.problems()));
        }
        return settings;
    }

    /**
     * Tells whether only this machine can reach the CMS.
     *
     * @return whether the host is a loopback address
     */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "Settings[host=" + host + ", httpPort=" + httpPort + ", ioPort=" + ioPort + ", dataFolder=" + dataFolder
                + "]";
    }

    private record Variables(Map<String, String> environment, List<String> problems) {

        Optional<String> text(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        Optional<String> password(String name) {
            Optional<String> value = text(name);
            if (value.filter(password -> !Passwords.isLongEnough(password)).isPresent()) {
                problems.add(name + " must have " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " characters");
            }
            return value;
        }

        int port(String name, int first, int otherwise) {
            String value = text(name).orElse(String.valueOf(otherwise));
            if (value.matches("[0-9]{1,5}") && isPort(Integer.parseInt(value), first)) {
                return Integer.parseInt(value);
            }
            problems.add(name + " is '" + value + "' and must be a port from " + first + " to " + LAST_PORT);
            return otherwise;
        }

        private static boolean isPort(int port, int first) {
            return port >= first && port <= LAST_PORT;
        }
    }
}
