/** Keeps the events in the host's database: written in the host's transactions, handed on in one order after them. */
@NullMarked
package dev.pluginio.log.jpa;

import org.jspecify.annotations.NullMarked;
