/** A plugin that sends back what clients send. */
@NullMarked
package dev.pluginio.echo;

import org.jspecify.annotations.NullMarked;
