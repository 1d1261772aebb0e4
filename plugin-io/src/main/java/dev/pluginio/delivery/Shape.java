package dev.pluginio.delivery;

/** Where the attributes of an entry stand in what is sent. */
public enum Shape {
    /** Beside the identifiers: {@code { id, documentId, title }}. */
    FLAT,
    /** Under a key of their own, as clients of the older plugin expect: {@code { id, attributes: { title } }}. */
    ATTRIBUTES
}
