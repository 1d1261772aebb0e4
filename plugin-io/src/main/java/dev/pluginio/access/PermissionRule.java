package dev.pluginio.access;

/** Which permission lets a role or token hear of an action. */
public enum PermissionRule {
    /** The permission for the action itself: who may update hears of updates. */
    ACTION,
    /** The permission to read: who may find hears of all actions. */
    FIND
}
