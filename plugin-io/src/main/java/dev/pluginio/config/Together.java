package dev.pluginio.config;

/** What the events of one transaction of the host have in common for clients. */
enum Together {
    /** Nothing. */
    SINGLE,
    /** They follow one another, each says which transaction it is of, and clients are told when it is over. */
    ATOMIC
}
