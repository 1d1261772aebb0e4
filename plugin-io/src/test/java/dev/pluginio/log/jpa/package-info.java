@NullMarked
package dev.pluginio.log.jpa;

import org.jspecify.annotations.NullMarked;
