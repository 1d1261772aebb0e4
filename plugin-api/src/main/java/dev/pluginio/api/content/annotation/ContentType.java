package dev.pluginio.api.content.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a JPA entity a content type: its persistent attributes, save those marked {@link Private}, may be sent to
 * clients that are permitted to hear of it.
 *
 * <p>An entity without this annotation belongs to the content type of its nearest annotated superclass, and shows only
 * that type's attributes; if there is none, the entity is never sent. An attribute named {@code documentId} is the
 * entry's stable identifier (without one, the primary key serves), and an attribute named {@code publishedAt} gives the
 * type drafts: an entry is a draft while it is null.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ContentType {

    /**
     * The uid, such as {@code api::article.article}; what follows the dot is the type's singular name.
     *
     * @return the uid
     */
    String value();
}
