package dev.pluginio.session.entities;

import org.jspecify.annotations.Nullable;

/** What became of a request about a content type: its room or an error. */
public record TypeOutcome(@Nullable String room, @Nullable String error) {}
