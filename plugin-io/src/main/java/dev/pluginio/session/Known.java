package dev.pluginio.session;

import dev.pluginio.access.Rights;
import dev.pluginio.transport.Room;
import org.jspecify.annotations.Nullable;

/**
 * What a client knew of its rights.
 *
 * @param grantee that of the role or token that it had
 * @param rights those of everybody, as they had been told; null if nobody had been told of any yet
 */
record Known(Room grantee, @Nullable Rights rights) {}
