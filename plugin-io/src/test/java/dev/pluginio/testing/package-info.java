/** What several tests share: a small catalogue, and fakes of our own ports. */
@NullMarked
package dev.pluginio.testing;

import org.jspecify.annotations.NullMarked;
