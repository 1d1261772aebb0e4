package dev.pluginio.config;

/** Where events are kept. */
enum LogType {
    /** In memory, until the plugin stops. */
    MEMORY,
    /** In the host's database. */
    JPA
}
