/** Who a client is, and what that role or API token may do. */
@NullMarked
package dev.pluginio.api.access;

import org.jspecify.annotations.NullMarked;
