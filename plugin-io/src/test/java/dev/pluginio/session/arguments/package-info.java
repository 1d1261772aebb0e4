@NullMarked
package dev.pluginio.session.arguments;

import org.jspecify.annotations.NullMarked;
