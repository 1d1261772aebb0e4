package dev.pluginio.capture;

import dev.pluginio.access.Exposure;
import java.util.Optional;
import java.util.Set;

/** Tells capture whether anybody would hear of a change. Called in the host's transactions: must be fast, must not block. */
public interface Interest {

    /**
     * Tells what is sent of a content type.
     *
     * @param uid the content type's uid
     * @return what is sent, or empty if nothing ever is
     */
    Optional<Exposure> exposure(String uid);

    /**
     * Tells whether a client is connected that may hear of this type now.
     *
     * @param uid the content type's uid
     * @return whether its entries need to be read
     */
    boolean isWanted(String uid);

    /**
     * Tells which attributes must be known of an entry though no client may get them.
     *
     * @param uid the content type's uid
     * @return the names of attributes: values, and relations to one entry
     */
    default Set<String> needs(String uid) {
        return Set.of();
    }

    /**
     * Tells whether all changes of this type must be known, those too of which nobody is told.
     *
     * @param uid the content type's uid
     * @return whether somebody is subscribed to an entry of it
     */
    default boolean isFollowed(String uid) {
        return false;
    }
}
