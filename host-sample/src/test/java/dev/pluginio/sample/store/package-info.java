/** What the database keeps. */
@NullMarked
package dev.pluginio.sample.store;

import org.jspecify.annotations.NullMarked;
