package dev.pluginio.sample.access;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;

/**
 * An API token, without its secret.
 *
 * @param id the identifier
 * @param name the name that people read
 * @param type {@code full-access}, {@code read-only} or {@code custom}
 * @param permissions what a custom token may do
 * @param createdAt when it was made
 * @param expiresAt when it stops being valid; empty if never
 */
public record TokenView(
        String id,
        String name,
        String type,
        SortedSet<String> permissions,
        Instant createdAt,
        Optional<Instant> expiresAt) {}
