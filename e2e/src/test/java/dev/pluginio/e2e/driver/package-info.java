/** Starts the packed sample host as a process of its own and speaks to it as the world does: HTTP and Socket.IO. */
@NullMarked
package dev.pluginio.e2e.driver;

import org.jspecify.annotations.NullMarked;
