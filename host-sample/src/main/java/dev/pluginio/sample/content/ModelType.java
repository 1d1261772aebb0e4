package dev.pluginio.sample.content;

import dev.pluginio.api.content.ContentType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** A content type and the entity that stores it. */
public final class ModelType {

    private static final String DOCUMENT_ID = "documentId";

    private final String path;
    private final Class<? extends Content> entity;
    private final ContentType type;
    private final Map<String, ModelField> fields;

    private ModelType(String path, Class<? extends Content> entity, ContentType type, Map<String, ModelField> fields) {
        this.path = path;
        this.entity = entity;
        this.type = type;
        this.fields = fields;
    }

    static ModelType of(String path, Class<? extends Content> entity) {
        Map<String, ModelField> fields = new LinkedHashMap<>();
        Stream.concat(declared(entity), declared(Content.class))
                .filter(field -> !field.isAnnotationPresent(Id.class) && !field.isAnnotationPresent(Version.class))
                .filter(field -> !field.getName().equals(DOCUMENT_ID))
                .map(ModelField::of)
                .forEach(field -> fields.put(field.name(), field));
        List<ModelField> ordered = new ArrayList<>(fields.values());
        return new ModelType(
                path,
                entity,
                ContentType.of(
                        uidOf(entity),
                        ordered.stream().map(ModelField::attribute).toList()),
                Collections.unmodifiableMap(fields));
    }

    private static Stream<Field> declared(Class<?> entity) {
        return Stream.of(entity.getDeclaredFields())
                .filter(field -> !field.isSynthetic() && !Modifier.isStatic(field.getModifiers()));
    }

    static String uidOf(Class<?> entity) {
        return Objects.requireNonNull(
                        entity.getAnnotation(dev.pluginio.api.content.annotation.ContentType.class),
                        () -> entity + " is no content type")
                .value();
    }

    /**
     * Where the type stands in an address.
     *
     * @return such as {@code articles}
     */
    public String path() {
        return path;
    }

    /**
     * The entity.
     *
     * @return its class
     */
    public Class<? extends Content> entity() {
        return entity;
    }

    /**
     * The type as plugins know it.
     *
     * @return the type
     */
    public ContentType type() {
        return type;
    }

    /**
     * The type's uid.
     *
     * @return such as {@code api::article.article}
     */
    public String uid() {
        return type.uid();
    }

    /**
     * Tells whether entries are drafts until they are published.
     *
     * @return whether there are drafts
     */
    public boolean hasDrafts() {
        return type.hasDrafts();
    }

    /**
     * All fields but the identifiers.
     *
     * @return the fields, in the order in which they are shown
     */
    public Collection<ModelField> fields() {
        return fields.values();
    }

    /**
     * Finds a field.
     *
     * @param name untrusted
     * @return the field, or empty if there is none
     */
    public Optional<ModelField> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /**
     * Gives a field that must be there.
     *
     * @param name the field's name
     * @return the field
     */
    public ModelField require(String name) {
        return field(name).orElseThrow(() -> new IllegalArgumentException(uid() + " has no '" + name + "'"));
    }

    @Override
    public String toString() {
        return uid();
    }
}
