package dev.pluginio.access;

/** Which of those who may hear of a content type do, without anything else said. */
public enum Listeners {
    /** All of them. */
    EVERYONE,
    /** Those that have subscribed to the entry, or to the content type. */
    SUBSCRIBERS
}
