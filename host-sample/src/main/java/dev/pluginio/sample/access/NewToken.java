package dev.pluginio.sample.access;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * An API token that is to be made.
 *
 * @param name the name that people read
 * @param kind what it may do
 * @param permissions what a custom token may do
 * @param expiresAt when it stops being valid; empty if never
 */
public record NewToken(String name, TokenKind kind, Set<String> permissions, Optional<Instant> expiresAt) {}
