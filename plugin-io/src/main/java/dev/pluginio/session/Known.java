package dev.pluginio.session;

import dev.pluginio.access.Rights;
import dev.pluginio.log.Position;
import dev.pluginio.transport.Room;
import org.jspecify.annotations.Nullable;

/**
 * What a client knew of its rights.
 *
 * @param grantee that of the role or token that it had
 * @param rights those of everybody, as they had been told; null if nobody had been told of any yet, or another process had
 * @param digest what is written down of its own; null if they were not known
 * @param doubted whoever has had nothing that came after this place may not know: the notice may have been lost
 */
record Known(
        Room grantee, @Nullable Rights rights, @Nullable String digest, Position doubted) {}
