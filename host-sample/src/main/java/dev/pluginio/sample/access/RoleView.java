package dev.pluginio.sample.access;

import java.util.SortedSet;

/**
 * A role, as administrators see it.
 *
 * @param id the identifier
 * @param name the name that people read
 * @param kind what it is for
 * @param permissions such as {@code api::article.article.find}
 */
public record RoleView(String id, String name, RoleKind kind, SortedSet<String> permissions) {}
