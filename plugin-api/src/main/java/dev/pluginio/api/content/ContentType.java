package dev.pluginio.api.content;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kind of content: its uid and what its entries consist of.
 *
 * @since 0.1
 */
public final class ContentType {

    private static final Pattern UID = Pattern.compile("[a-z][a-z0-9-]*::[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");

    private final String uid;
    private final Map<String, Attribute> attributes;

    private ContentType(String uid, Map<String, Attribute> attributes) {
        this.uid = uid;
        this.attributes = attributes;
    }

    /**
     * Describes a content type.
     *
     * @param uid such as {@code api::article.article}
     * @param attributes all attributes but the identifiers, the private ones included
     * @return the content type
     * @throws IllegalArgumentException if the uid is malformed or two attributes share a name
     */
    public static ContentType of(String uid, Collection<Attribute> attributes) {
        if (!UID.matcher(uid).matches()) {
            throw new IllegalArgumentException("content type '" + uid
                    + "' must look like 'api::name.name' (lower-case letters, digits and hyphens)");
        }
        Map<String, Attribute> byName = new LinkedHashMap<>();
        for (Attribute attribute : attributes) {
            if (byName.putIfAbsent(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException(
                        "content type '" + uid + "' names the attribute '" + attribute.name() + "' twice");
            }
        }
        return new ContentType(uid, Collections.unmodifiableMap(byName));
    }

    /**
     * Describes a content type.
     *
     * @param uid such as {@code api::article.article}
     * @param attributes all attributes but the identifiers, the private ones included
     * @return the content type
     * @throws IllegalArgumentException if the uid is malformed or two attributes share a name
     */
    public static ContentType of(String uid, Attribute... attributes) {
        return of(uid, List.of(attributes));
    }

    /**
     * The name that tells this type from all others.
     *
     * @return such as {@code api::article.article}
     */
    public String uid() {
        return uid;
    }

    /**
     * The name that events of this type begin with.
     *
     * @return what follows the dot of the uid, such as {@code article}
     */
    public String singularName() {
        return uid.substring(uid.indexOf('.') + 1);
    }

    /**
     * All attributes but the identifiers, the private ones included, in the order in which they were declared.
     *
     * @return the attributes, by name; unmodifiable
     */
    public Map<String, Attribute> attributes() {
        return attributes;
    }

    /**
     * Finds an attribute.
     *
     * @param name the attribute's name
     * @return the attribute, or empty if this type has none of that name
     */
    public Optional<Attribute> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /**
     * Tells whether entries of this type are drafts until they are published.
     *
     * @return whether there is an attribute {@value Entry#PUBLISHED_AT}
     */
    public boolean hasDrafts() {
        return attributes.containsKey(Entry.PUBLISHED_AT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentType type && uid.equals(type.uid) && attributes.equals(type.attributes);
    }

    @Override
    public int hashCode() {
        return uid.hashCode();
    }

    @Override
    public String toString() {
        return uid;
    }
}
