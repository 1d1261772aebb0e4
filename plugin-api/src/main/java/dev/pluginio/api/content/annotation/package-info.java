/** Annotations that make a JPA entity a content type and hide some of its attributes. */
@NullMarked
package dev.pluginio.api.content.annotation;

import org.jspecify.annotations.NullMarked;
