package dev.pluginio.session;

import dev.pluginio.access.Rights;
import dev.pluginio.api.access.Grantee;
import org.jspecify.annotations.Nullable;

/**
 * What a client knew of its rights.
 *
 * @param grantee the role or token that it had
 * @param rights those of everybody, as they had been told; null if nobody had been told of any yet
 */
record Known(Grantee grantee, @Nullable Rights rights) {}
