/** A host that is not made with JPA: it has no Hibernate on its class path and tells of its changes by itself. */
@NullMarked
package dev.pluginio.e2e.plainhost;

import org.jspecify.annotations.NullMarked;
