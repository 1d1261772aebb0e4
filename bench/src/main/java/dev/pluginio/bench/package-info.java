/** Measures the stages by themselves, what capture adds to a commit, and how long an event takes to its client. */
@NullMarked
package dev.pluginio.bench;

import org.jspecify.annotations.NullMarked;
