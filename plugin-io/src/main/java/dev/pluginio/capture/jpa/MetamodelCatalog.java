package dev.pluginio.capture.jpa;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.content.ContentType;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.Metamodel;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.Type;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the catalogue from the entities of a JPA host. The identifiers, the version attribute, associations with
 * entities that are no content, and values of the host's own classes (save enums and embeddables) are no attributes.
 */
public final class MetamodelCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(MetamodelCatalog.class);
    private static final Set<String> IDENTIFIERS = Set.of("id", "documentId");

    private final Metamodel metamodel;
    private final ContentEntities entities;

    private MetamodelCatalog(Metamodel metamodel, ContentEntities entities) {
        this.metamodel = metamodel;
        this.entities = entities;
    }

    /**
     * Makes the catalogue.
     *
     * @param factory the host's
     * @param listed the entities that configuration makes content types; those that do not exist are left out
     * @return the catalogue; empty if there is no content type
     * @throws IllegalArgumentException if a uid is malformed, or two classes claim one
     */
    public static ContentCatalog of(EntityManagerFactory factory, List<ListedEntity> listed) {
        Metamodel metamodel = factory.getMetamodel();
        return new MetamodelCatalog(metamodel, ContentEntities.of(metamodel, listed)).catalog();
    }

    private ContentCatalog catalog() {
        Map<String, ContentEntities.Claim> claims = new LinkedHashMap<>();
        metamodel.getEntities().stream()
                .sorted(Comparator.comparing(EntityType::getName))
                .map(entity -> entities.claim(entity.getJavaType()))
                .forEach(claim -> add(claims, claim));
        List<ContentType> types = new ArrayList<>();
        claims.values().forEach(claim -> types.add(ContentType.of(claim.uid(), attributes(claim))));
        return ContentCatalog.of(types);
    }

    private static void add(Map<String, ContentEntities.Claim> claims, ContentEntities.@Nullable Claim claim) {
        if (claim == null) {
            return;
        }
        ContentEntities.Claim other = claims.putIfAbsent(claim.uid(), claim);
        if (other != null && !other.declaring().equals(claim.declaring())) {
            throw new IllegalArgumentException("content type '" + claim.uid() + "' is claimed by both "
                    + other.declaring().getName() + " and "
                    + claim.declaring().getName() + ": give each its own uid");
        }
    }

    private List<Attribute> attributes(ContentEntities.Claim claim) {
        ManagedType<?> type = metamodel.managedType(claim.declaring());
        List<Attribute> attributes = new ArrayList<>();
        type.getAttributes().stream()
                .sorted(asDeclared(claim.declaring()))
                .filter(attribute -> !isIdentifier(attribute))
                .forEach(attribute -> {
                    Attribute found = attribute(claim, attribute);
                    if (found != null) {
                        attributes.add(isPrivate(claim, attribute.getName()) ? found.asPrivate() : found);
                    }
                });
        return attributes;
    }

    /** Superclasses first, fields as they stand in the source where the compiler kept that order; then by name. */
    private static Comparator<jakarta.persistence.metamodel.Attribute<?, ?>> asDeclared(Class<?> declaring) {
        List<String> fields = new ArrayList<>();
        for (Class<?> type = declaring; type != null; type = type.getSuperclass()) {
            fields.addAll(
                    0,
                    Arrays.stream(type.getDeclaredFields()).map(Field::getName).toList());
        }
        Comparator<jakarta.persistence.metamodel.Attribute<?, ?>> position = Comparator.comparingInt(attribute -> {
            int index = fields.indexOf(attribute.getName());
            return index < 0 ? Integer.MAX_VALUE : index;
        });
        return position.thenComparing(jakarta.persistence.metamodel.Attribute::getName);
    }

    private static boolean isIdentifier(jakarta.persistence.metamodel.Attribute<?, ?> attribute) {
        return IDENTIFIERS.contains(attribute.getName())
                || attribute instanceof SingularAttribute<?, ?> single && (single.isId() || single.isVersion());
    }

    private static boolean isPrivate(ContentEntities.Claim claim, String attribute) {
        return claim.privateAttributes().contains(attribute) || Privacy.isPrivate(claim.declaring(), attribute);
    }

    private @Nullable Attribute attribute(
            ContentEntities.Claim claim, jakarta.persistence.metamodel.Attribute<?, ?> attribute) {
        boolean many = attribute instanceof PluralAttribute<?, ?, ?>;
        Type<?> type = many
                ? ((PluralAttribute<?, ?, ?>) attribute).getElementType()
                : ((SingularAttribute<?, ?>) attribute).getType();
        if (attribute.isAssociation()) {
            return type instanceof EntityType<?> target ? relation(attribute.getName(), target, many) : null;
        }
        if (type instanceof EmbeddableType<?>
                || Sendable.isSendable(type.getJavaType()) && Sendable.isSendable(attribute.getJavaType())) {
            return ValueTypes.described(Attribute.value(attribute.getName()), attribute);
        }
        LOG.warn(
                "Attribute '{}' of content type '{}' is of {}, which cannot be sent: it is left out",
                attribute.getName(),
                claim.uid(),
                attribute.getJavaType());
        return null;
    }

    private @Nullable Attribute relation(String name, EntityType<?> target, boolean many) {
        ContentEntities.Claim claim = entities.claim(target.getJavaType());
        if (claim == null) {
            return null;
        }
        return many ? Attribute.toMany(name, claim.uid()) : Attribute.toOne(name, claim.uid());
    }
}
