@NullMarked
package dev.pluginio.command;

import org.jspecify.annotations.NullMarked;
