package dev.pluginio.api.realtime;

/**
 * A client's wish to hear of one entry. It is a wish and no right: whatever is sent, the client must be allowed to read
 * the entry at that moment.
 *
 * @param uid the content type's uid
 * @param id the entry's primary key, as the host knows it
 * @param documentId the entry's identifier for clients; the id's text where the host has no other
 * @param room stands for the entry: the same for all its subscribers, whichever identifier they named; to be compared,
 *     not to be taken apart, and not the name of a room that anybody can join
 * @since 0.1
 */
public record EntitySubscription(String uid, Object id, String documentId, String room) {}
