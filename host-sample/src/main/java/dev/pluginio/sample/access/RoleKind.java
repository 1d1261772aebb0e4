package dev.pluginio.sample.access;

/** What a role is for. There is one of each kind but {@link #CUSTOM}, from the first start on. */
public enum RoleKind {
    /** All who show no credentials. */
    PUBLIC,
    /** Users who only read. */
    AUTHENTICATED,
    /** Users who write content. */
    EDITOR,
    /** Users who may do everything. */
    ADMINISTRATOR,
    /** What an administrator made. */
    CUSTOM
}
