@NullMarked
package dev.pluginio.monitor;

import org.jspecify.annotations.NullMarked;
