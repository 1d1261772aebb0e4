/** The realtime service that the host and other plugins call. */
@NullMarked
package dev.pluginio.service;

import org.jspecify.annotations.NullMarked;
