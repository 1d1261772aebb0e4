/** Hears of changes from Hibernate, and reads entries inside the host's transaction. */
@NullMarked
package dev.pluginio.capture.jpa;

import org.jspecify.annotations.NullMarked;
