/** The realtime service that the host and other plugins call. */
@NullMarked
package dev.pluginio.api.realtime;

import org.jspecify.annotations.NullMarked;
