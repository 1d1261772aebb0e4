package dev.pluginio.api.realtime;

/**
 * The form in which a value is sent.
 *
 * @since 0.1
 */
public enum Envelope {
    /** The value stands under the key {@code data}; an event of a content type has {@code meta} beside it. */
    DATA,
    /** The value itself is sent. */
    BARE
}
