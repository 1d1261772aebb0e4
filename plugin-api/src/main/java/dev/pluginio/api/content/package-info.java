/** Content types, their attributes, and the entries that a content management system stores. */
@NullMarked
package dev.pluginio.api.content;

import org.jspecify.annotations.NullMarked;
