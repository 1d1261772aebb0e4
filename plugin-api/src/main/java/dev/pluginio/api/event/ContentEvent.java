package dev.pluginio.api.event;

import java.time.Instant;

/**
 * A change that was committed, with its place in the order of all changes.
 *
 * @param change what happened
 * @param at when the plugin learned of the commit
 * @param offset the place in the order; opaque, and the same for every client
 * @since 0.1
 */
public record ContentEvent(ContentChange change, Instant at, String offset) {}
