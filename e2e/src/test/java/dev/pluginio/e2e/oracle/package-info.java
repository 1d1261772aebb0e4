/**
 * Knows by itself, from the contract alone, which frames each client must get, and compares them with those that come.
 * No class of the plugin is used.
 */
@NullMarked
package dev.pluginio.e2e.oracle;

import org.jspecify.annotations.NullMarked;
