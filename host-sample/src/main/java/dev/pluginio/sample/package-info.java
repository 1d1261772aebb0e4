/** A small CMS: content in a database, users and roles, REST, two pages, and plugins. */
@NullMarked
package dev.pluginio.sample;

import org.jspecify.annotations.NullMarked;
