/** Subscriptions of clients to entries and content types. */
@NullMarked
package dev.pluginio.session.entities;

import org.jspecify.annotations.NullMarked;
