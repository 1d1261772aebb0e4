package dev.pluginio.sample.content;

import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.annotation.Private;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field of a content type: what it may hold, and how it is got from an entity and put into one. */
public final class ModelField {

    private static final Set<String> KEPT_BY_US = Set.of("createdAt", "updatedAt");
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final Attribute attribute;
    private final Field member;
    private final @Nullable Column column;
    private final @Nullable OneToMany inverse;

    private ModelField(Attribute attribute, Field member, @Nullable OneToMany inverse) {
        this.attribute = attribute;
        this.member = member;
        this.column = member.getAnnotation(Column.class);
        this.inverse = inverse;
        member.setAccessible(true);
    }

    static ModelField of(Field member) {
        OneToMany inverse = member.getAnnotation(OneToMany.class);
        Attribute attribute = attributeOf(member, inverse);
        return new ModelField(
                member.isAnnotationPresent(Private.class) ? attribute.asPrivate() : attribute, member, inverse);
    }

    private static Attribute attributeOf(Field member, @Nullable OneToMany inverse) {
        String name = member.getName();
        if (member.isAnnotationPresent(ManyToOne.class)) {
            return Attribute.toOne(name, ModelType.uidOf(member.getType()));
        }
        if (inverse != null || member.isAnnotationPresent(ManyToMany.class)) {
            ParameterizedType list = (ParameterizedType) member.getGenericType();
            return Attribute.toMany(name, ModelType.uidOf((Class<?>) list.getActualTypeArguments()[0]));
        }
        return Attribute.value(name);
    }

    /**
     * The field's name.
     *
     * @return the name
     */
    public String name() {
        return attribute.name();
    }

    /**
     * The field as plugins know it.
     *
     * @return the attribute
     */
    public Attribute attribute() {
        return attribute;
    }

    /**
     * What a value is an instance of.
     *
     * @return the class, as it is declared
     */
    public Class<?> valueType() {
        return member.getType();
    }

    /**
     * Tells whether clients may write the field: not the times that the host keeps, nor the far side of a relation.
     *
     * @return whether it may be written
     */
    public boolean isWritable() {
        return inverse == null && !KEPT_BY_US.contains(name());
    }

    /**
     * Tells whether a value is needed.
     *
     * @return whether null, and a text without letters, are refused
     */
    public boolean isRequired() {
        return column != null && !column.nullable();
    }

    /**
     * How long a text may be.
     *
     * @return the most characters
     */
    public int maxLength() {
        return column == null ? NO_LIMIT : column.length();
    }

    /**
     * The relation of the target that this one mirrors, such as {@code article} for the comments of an article.
     *
     * @return the name of the target's relation, or empty if this relation is stored on its own side
     */
    public Optional<String> mappedBy() {
        return Optional.ofNullable(inverse).map(OneToMany::mappedBy);
    }

    /**
     * Tells whether related entries are deleted with this one.
     *
     * @return whether they cannot be without it
     */
    public boolean isOwned() {
        return inverse != null && List.of(inverse.cascade()).contains(CascadeType.REMOVE);
    }

    /**
     * Gets the field's value.
     *
     * @param entity an entity of the type, not a proxy
     * @return the value
     */
    public @Nullable Object get(Content entity) {
        try {
            return member.get(entity);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + member, e);
        }
    }

    /**
     * Sets the field's value.
     *
     * @param entity an entity of the type, not a proxy
     * @param value the new value
     */
    public void set(Content entity, @Nullable Object value) {
        try {
            member.set(entity, value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot write " + member, e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
