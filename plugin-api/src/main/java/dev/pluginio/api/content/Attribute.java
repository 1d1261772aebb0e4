package dev.pluginio.api.content;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attribute of a content type: a value of its own, or a relation to entries of another type.
 *
 * @since 0.1
 */
public final class Attribute {

    private static final Set<String> IDENTIFIERS = Set.of("id", "documentId");

    private final String name;
    private final @Nullable String target;
    private final boolean many;
    private final boolean hidden;
    private final ValueType type;
    private final boolean required;

    private Attribute(
            String name, @Nullable String target, boolean many, boolean hidden, ValueType type, boolean required) {
        if (name.isBlank() || IDENTIFIERS.contains(name)) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot name an attribute: the identifiers are part of every entry");
        }
        this.name = name;
        this.target = target;
        this.many = many;
        this.hidden = hidden;
        this.type = type;
        this.required = required;
    }

    /**
     * Describes an attribute that holds a value: text, number, boolean, time, or a list or map of such.
     *
     * @param name the attribute's name
     * @return the attribute
     * @throws IllegalArgumentException if the name is blank, {@code id} or {@code documentId}
     */
    public static Attribute value(String name) {
        return new Attribute(name, null, false, false, ValueType.ANY, false);
    }

    /**
     * Describes a relation to at most one entry.
     *
     * @param name the attribute's name
     * @param target the uid of the content type that the relation leads to
     * @return the attribute
     * @throws IllegalArgumentException if the name is blank, {@code id} or {@code documentId}
     */
    public static Attribute toOne(String name, String target) {
        return new Attribute(name, target, false, false, ValueType.ANY, false);
    }

    /**
     * Describes a relation to any number of entries.
     *
     * @param name the attribute's name
     * @param target the uid of the content type that the relation leads to
     * @return the attribute
     * @throws IllegalArgumentException if the name is blank, {@code id} or {@code documentId}
     */
    public static Attribute toMany(String name, String target) {
        return new Attribute(name, target, true, false, ValueType.ANY, false);
    }

    /**
     * Hides the attribute from every client.
     *
     * @return the same attribute, private
     */
    public Attribute asPrivate() {
        return new Attribute(name, target, many, true, type, required);
    }

    /**
     * Tells what its values look like, for those who write clients.
     *
     * @param known what is known of them
     * @return the same attribute with that
     */
    public Attribute typed(ValueType known) {
        return new Attribute(name, target, many, hidden, known, required);
    }

    /**
     * Tells that it is never null, for those who write clients.
     *
     * @return the same attribute, required
     */
    public Attribute asRequired() {
        return new Attribute(name, target, many, hidden, type, true);
    }

    /**
     * What its values look like.
     *
     * @return the type; {@link ValueType#ANY} unless more is known, and for relations
     */
    public ValueType type() {
        return type;
    }

    /**
     * Tells whether it is never null.
     *
     * @return false unless that is known
     */
    public boolean isRequired() {
        return required;
    }

    /**
     * The attribute's name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The content type that a relation leads to.
     *
     * @return the target's uid, or empty if this is no relation
     */
    public Optional<String> target() {
        return Optional.ofNullable(target);
    }

    /**
     * Tells whether this is a relation.
     *
     * @return whether it leads to entries of a content type
     */
    public boolean isRelation() {
        return target != null;
    }

    /**
     * Tells whether a relation leads to any number of entries.
     *
     * @return false for a value and for a relation to at most one
     */
    public boolean isToMany() {
        return many;
    }

    /**
     * Tells whether the attribute is hidden from every client.
     *
     * @return whether it is private
     */
    public boolean isPrivate() {
        return hidden;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attribute attribute
                && name.equals(attribute.name)
                && target().equals(attribute.target())
                && many == attribute.many
                && hidden == attribute.hidden
                && required == attribute.required
                && type.equals(attribute.type);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
