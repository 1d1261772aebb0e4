/** What is wrong with a request, as the client is told. */
@NullMarked
package dev.pluginio.sample.problem;

import org.jspecify.annotations.NullMarked;
