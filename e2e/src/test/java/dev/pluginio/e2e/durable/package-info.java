/** The packed plugin keeps its log in a host's database, is reloaded there, and the host is killed. */
@NullMarked
package dev.pluginio.e2e.durable;

import org.jspecify.annotations.NullMarked;
