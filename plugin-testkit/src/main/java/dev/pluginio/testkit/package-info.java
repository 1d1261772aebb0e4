/** Runs plugin-io in the tests of plugins and hosts: {@link dev.pluginio.testkit.PluginIoExtension}. */
@NullMarked
package dev.pluginio.testkit;

import org.jspecify.annotations.NullMarked;
