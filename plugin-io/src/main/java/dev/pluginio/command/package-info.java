/**
 * What the jar does when it is run by hand: asks a running plugin for its generated documents. Needs nothing but the JDK,
 * as neither the host nor what it provides is there.
 */
@NullMarked
package dev.pluginio.command;

import org.jspecify.annotations.NullMarked;
