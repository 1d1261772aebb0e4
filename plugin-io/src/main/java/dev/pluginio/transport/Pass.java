package dev.pluginio.transport;

import org.jspecify.annotations.Nullable;

/**
 * What a client is given so that it can come back as the one it was. The official clients call it {@code pid}: if the
 * answer to one that came back has the pid that it sent, it counts as recovered.
 *
 * @param pid what the client shows then; a secret between it and the server
 * @param id the public socket id that it had before, and has again; null, or what is no id of this transport, for a new one
 */
public record Pass(String pid, @Nullable String id) {

    @Override
    public String toString() {
        return "Pass[id=" + id + "]";
    }
}
