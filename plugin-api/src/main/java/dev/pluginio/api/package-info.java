/** The contract of plugin-io: what a host CMS implements, and what other plugins call. */
@NullMarked
package dev.pluginio.api;

import org.jspecify.annotations.NullMarked;
