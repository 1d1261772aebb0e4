/** The database: opened, brought up to date, and used in transactions. */
@NullMarked
package dev.pluginio.sample.store;

import org.jspecify.annotations.NullMarked;
