package dev.pluginio.api.content;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The content types of a host. What is not in the catalogue is never sent to anybody.
 *
 * @since 0.1
 */
public final class ContentCatalog {

    private final Map<String, ContentType> types;

    private ContentCatalog(Map<String, ContentType> types) {
        this.types = types;
    }

    /**
     * Makes a catalogue.
     *
     * @param types the content types
     * @return the catalogue
     * @throws IllegalArgumentException if two types share a uid, or a relation leads to a type that is not among them
     */
    public static ContentCatalog of(Collection<ContentType> types) {
        Map<String, ContentType> byUid = new LinkedHashMap<>();
        for (ContentType type : types) {
            if (byUid.putIfAbsent(type.uid(), type) != null) {
                throw new IllegalArgumentException("content type '" + type.uid() + "' is in the catalogue twice");
            }
        }
        for (ContentType type : types) {
            for (Attribute attribute : type.attributes().values()) {
                attribute.target().filter(target -> !byUid.containsKey(target)).ifPresent(target -> {
                    throw new IllegalArgumentException("relation '" + attribute.name() + "' of content type '"
                            + type.uid() + "' leads to '" + target + "', which is not in the catalogue");
                });
            }
        }
        return new ContentCatalog(Collections.unmodifiableMap(byUid));
    }

    /**
     * All content types, in the order in which they were given.
     *
     * @return the types; unmodifiable
     */
    public Collection<ContentType> types() {
        return types.values();
    }

    /**
     * Finds a content type.
     *
     * @param uid such as {@code api::article.article}
     * @return the type, or empty if there is none
     */
    public Optional<ContentType> find(String uid) {
        return Optional.ofNullable(types.get(uid));
    }

    /**
     * Gives a content type that must be there.
     *
     * @param uid such as {@code api::article.article}
     * @return the type
     * @throws IllegalArgumentException if there is none; the message names the types there are
     */
    public ContentType require(String uid) {
        return find(uid)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no content type '" + uid + "'; the catalogue has " + types.keySet()));
    }
}
