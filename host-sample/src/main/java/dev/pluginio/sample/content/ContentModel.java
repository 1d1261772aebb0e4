package dev.pluginio.sample.content;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All content types of this CMS. A new one is an entity, a line here and a migration. */
public final class ContentModel {

    private final Map<String, ModelType> byPath = new LinkedHashMap<>();
    private final Map<String, ModelType> byUid = new LinkedHashMap<>();

    /** Reads the model from the entities. */
    public ContentModel() {
        add("articles", Article.class);
        add("authors", Author.class);
        add("categories", Category.class);
        add("tags", Tag.class);
        add("comments", Comment.class);
    }

    private void add(String path, Class<? extends Content> entity) {
        ModelType type = ModelType.of(path, entity);
        byPath.put(path, type);
        byUid.put(type.uid(), type);
    }

    /**
     * All types.
     *
     * @return the types, in the order in which they are shown
     */
    public Collection<ModelType> types() {
        return byPath.values();
    }

    /**
     * The entities to be mapped.
     *
     * @return the classes
     */
    public List<Class<?>> entities() {
        return types().stream().<Class<?>>map(ModelType::entity).toList();
    }

    /**
     * Finds a type.
     *
     * @param uid such as {@code api::article.article}
     * @return the type, or empty if there is none
     */
    public Optional<ModelType> find(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /**
     * Gives a type that must be there.
     *
     * @param uid such as {@code api::article.article}
     * @return the type
     */
    public ModelType require(String uid) {
        return find(uid).orElseThrow(() -> new IllegalArgumentException("there is no content type '" + uid + "'"));
    }

    /**
     * Gives the type that a relation leads to.
     *
     * @param relation a relation of one of the types
     * @return the target
     */
    public ModelType targetOf(ModelField relation) {
        return relation.attribute()
                .target()
                .flatMap(this::find)
                .orElseThrow(() -> new IllegalArgumentException("'" + relation.name() + "' leads to no content type"));
    }
}
