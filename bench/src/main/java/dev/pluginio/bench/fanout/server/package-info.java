/** The servers that are compared, and the plugin that makes ours one of them. Each obeys commands on standard input. */
@NullMarked
package dev.pluginio.bench.fanout.server;

import org.jspecify.annotations.NullMarked;
