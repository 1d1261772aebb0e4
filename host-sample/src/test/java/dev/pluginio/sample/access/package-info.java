/** Edits of rights are told. */
@NullMarked
package dev.pluginio.sample.access;

import org.jspecify.annotations.NullMarked;
