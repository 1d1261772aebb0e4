/** Roles, users and API tokens over HTTP, for administrators. */
@NullMarked
package dev.pluginio.sample.admin;

import org.jspecify.annotations.NullMarked;
