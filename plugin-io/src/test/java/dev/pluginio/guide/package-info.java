/** Examples of the guide, which are compiled and run. */
@NullMarked
package dev.pluginio.guide;

import org.jspecify.annotations.NullMarked;
