/** What a test packs into a plugin of its own. */
@NullMarked
package dev.pluginio.testing.guest;

import org.jspecify.annotations.NullMarked;
