/** Carries ready bytes to audiences, and what clients send to whoever listens. */
@NullMarked
package dev.pluginio.transport;

import org.jspecify.annotations.NullMarked;
