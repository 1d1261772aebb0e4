/** Makes typed objects of what clients send, and says what is wrong where they do not fit. */
@NullMarked
package dev.pluginio.session.arguments;

import org.jspecify.annotations.NullMarked;
