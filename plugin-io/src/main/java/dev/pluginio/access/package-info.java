/** What roles and API tokens may do, and what each may therefore see of a content type. */
@NullMarked
package dev.pluginio.access;

import org.jspecify.annotations.NullMarked;
