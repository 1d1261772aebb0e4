package dev.pluginio.api.realtime;

import java.util.Set;

/**
 * The namespaces that clients can enter: {@code /} and those under {@code namespaces:} in the plugins file.
 *
 * @since 0.1
 */
public interface Namespaces {

    /**
     * One of them.
     *
     * @param name with or without the slash before it: {@code admin} is {@code /admin}
     * @return the namespace
     * @throws IllegalArgumentException if there is no such namespace; the message names those there are
     */
    IoNamespace get(String name);

    /**
     * All of them.
     *
     * @return their names, each with the slash before it
     */
    Set<String> names();
}
