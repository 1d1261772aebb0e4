package dev.pluginio.access;

import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is sent of each content type of the catalogue. Immutable. */
public final class Exposures {

    private final ContentCatalog catalog;
    private final Map<String, Exposure> configured = new LinkedHashMap<>();
    private final Map<String, Exposure> all = new LinkedHashMap<>();

    /**
     * Joins the configuration with the catalogue.
     *
     * @param catalog all content types
     * @param configured what is sent of some of them; nothing is sent of the others unless somebody asks for it
     * @param permission which permission lets somebody hear of those others
     */
    public Exposures(ContentCatalog catalog, Collection<Exposure> configured, PermissionRule permission) {
        this.catalog = catalog;
        configured.forEach(exposure -> this.configured.put(exposure.type().uid(), exposure));
        for (ContentType type : catalog.types()) {
            Exposure onDemand = new Exposure(type, Set.of(), Populate.VALUES, false, type.singularName(), permission);
            all.put(type.uid(), this.configured.getOrDefault(type.uid(), onDemand));
        }
    }

    /** All content types. */
    public ContentCatalog catalog() {
        return catalog;
    }

    /** What is sent by itself when content changes; empty if nothing ever is. */
    public Optional<Exposure> configured(String uid) {
        return Optional.ofNullable(configured.get(uid));
    }

    /** All content types that are sent by themselves when they change. */
    public Collection<Exposure> configured() {
        return configured.values();
    }

    /** What is sent of a type if somebody asks for it; empty if there is no such type. */
    public Optional<Exposure> find(String uid) {
        return Optional.ofNullable(all.get(uid));
    }

    /**
     * What is sent of a type if somebody asks for it.
     *
     * @throws IllegalArgumentException if there is no such type; the message names those there are
     */
    public Exposure require(String uid) {
        return Objects.requireNonNull(all.get(catalog.require(uid).uid()));
    }
}
