/** What a host CMS gives to the plugin, and the doors the plugin opens to the host. */
@NullMarked
package dev.pluginio.api.host;

import org.jspecify.annotations.NullMarked;
