/** A plugin with something at each extension point, which says at which moments it is called, and with which settings. */
@NullMarked
package dev.pluginio.e2e.points;

import org.jspecify.annotations.NullMarked;
