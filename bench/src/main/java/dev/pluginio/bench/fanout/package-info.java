/** Compares servers that send the same to very many clients: each a process of its own, one load client for all. */
@NullMarked
package dev.pluginio.bench.fanout;

import org.jspecify.annotations.NullMarked;
