/** What clients may do about rooms, and what they may send to one another. */
@NullMarked
package dev.pluginio.session.rooms;

import org.jspecify.annotations.NullMarked;
