/** Users, roles, API tokens, and who a client is. */
@NullMarked
package dev.pluginio.sample.access;

import org.jspecify.annotations.NullMarked;
