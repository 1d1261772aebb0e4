package dev.pluginio.capture;

/**
 * Which entry a change is about.
 *
 * @param uid the content type's uid
 * @param id the primary key, as the host knows it
 */
public record EntryKey(String uid, Object id) {}
