/** The examples of the guide for those who write plugins, each as a plugin has it. */
@NullMarked
package dev.pluginio.testkit.guide;

import org.jspecify.annotations.NullMarked;
