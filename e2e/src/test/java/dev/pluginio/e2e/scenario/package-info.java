/** What arrives at whom, story by story. */
@NullMarked
package dev.pluginio.e2e.scenario;

import org.jspecify.annotations.NullMarked;
