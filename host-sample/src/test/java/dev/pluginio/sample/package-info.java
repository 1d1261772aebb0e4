/** The CMS is driven over HTTP, on a real database. */
@NullMarked
package dev.pluginio.sample;

import org.jspecify.annotations.NullMarked;
