package dev.pluginio.session.recovery;

import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the process of a client: no credentials are in it.
 *
 * @param id its public socket id
 * @param owner who may take it up
 * @param grantee that of the role or token that it had
 * @param rights tells what that allowed from anything else; null if that was not known
 * @param doubted the event before the notice of its rights that it may not have got; -1 if it surely has
 * @param since the place after which everything has to be told when it comes back, if it tells no later one
 * @param isUntold whether it has to reload, which it may not have been told, unless it got something later
 * @param owed up to which place its offset does not tell what it has had
 * @param joined the custom rooms that it has to be let into again
 * @param given the custom rooms that somebody put it into who may
 * @param possessions what else it has
 */
public record Memo(
        String id,
        Owner owner,
        Room grantee,
        @Nullable String rights,
        long doubted,
        long since,
        boolean isUntold,
        long owed,
        Set<String> joined,
        Set<String> given,
        Possessions possessions) {

    public Memo {
        joined = Set.copyOf(joined);
        given = Set.copyOf(given);
    }

    /**
     * What a client is subscribed to.
     *
     * @param entries in the order in which it subscribed
     * @param types uids of content types
     */
    public record Possessions(List<Followed> entries, List<String> types) {

        public static final Possessions NONE = new Possessions(List.of(), List.of());

        public Possessions {
            entries = List.copyOf(entries);
            types = List.copyOf(types);
        }
    }

    /**
     * An entry that a client is subscribed to.
     *
     * @param id its primary key, a number or a text
     * @param isHidden whether the client did not ask for it, but somebody who did not need to know what it may read
     */
    public record Followed(String uid, Object id, String documentId, boolean isHidden) {

        public Followed {
            id = id instanceof Number number ? (Object) number.longValue() : id.toString();
        }
    }
}
