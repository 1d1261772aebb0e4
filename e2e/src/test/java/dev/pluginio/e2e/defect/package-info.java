/** Breaks a copy of the packed plugin on purpose, to see that the tests notice. */
@NullMarked
package dev.pluginio.e2e.defect;

import org.jspecify.annotations.NullMarked;
