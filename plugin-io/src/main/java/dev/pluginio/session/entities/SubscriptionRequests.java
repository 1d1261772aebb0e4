package dev.pluginio.session.entities;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EntitySubscription;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.session.Session;
import dev.pluginio.session.entities.Subscriptions.Wish;
import dev.pluginio.session.handlers.Answerable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What clients ask for about their subscriptions. All of it is untrusted. */
public final class SubscriptionRequests implements EventHandler {

    private static final String SUBSCRIBE = "subscribe-entity";
    private static final String UNSUBSCRIBE = "unsubscribe-entity";
    private static final String LIST = "get-entity-subscriptions";
    private static final String SUBSCRIBE_TYPE = "subscribe-type";
    private static final String UNSUBSCRIBE_TYPE = "unsubscribe-type";

    private static final String WRONG_ENTITY =
            "give { uid, id } or { uid, documentId }: the uid a text such as 'api::article.article', the id a number or a"
                    + " text, the documentId a text; and snapshot, if at all, true or false";
    private static final String WRONG_TYPE = "give { uid }: a text such as 'api::article.article'";
    private static final int LONGEST = 255;

    private final Subscriptions subscriptions;
    private final Function<String, Optional<Session>> clients;

    /**
     * Answers clients.
     *
     * @param subscriptions who is subscribed to what
     * @param clients a client's stay, by its socket id
     */
    public SubscriptionRequests(Subscriptions subscriptions, Function<String, Optional<Session>> clients) {
        this.subscriptions = subscriptions;
        this.clients = clients;
    }

    @Override
    public Set<String> events() {
        return Set.of(SUBSCRIBE, UNSUBSCRIBE, LIST, SUBSCRIBE_TYPE, UNSUBSCRIBE_TYPE);
    }

    @Override
    public Reply handle(ClientEvent event) {
        Optional<Session> session = clients.apply(event.socket().id());
        if (session.isEmpty()) {
            return Reply.failure("the client has gone");
        }
        return switch (event.name()) {
            case LIST -> list(session.get());
            case SUBSCRIBE, UNSUBSCRIBE -> entity(event, session.get());
            default -> type(event, session.get());
        };
    }

    private Reply list(Session session) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put(
                "subscriptions",
                subscriptions.entitiesKnownTo(session).stream()
                        .map(SubscriptionRequests::described)
                        .toList());
        answer.put("types", subscriptions.typesOf(session));
        return Reply.success(answer);
    }

    private Reply entity(ClientEvent event, Session session) {
        Wanted wanted = Wanted.of(event.argument(0));
        if (wanted == null) {
            return Reply.failure(WRONG_ENTITY);
        }
        CompletionStage<Outcome> outcome = event.name().equals(SUBSCRIBE)
                ? subscriptions.subscribe(
                        session, wanted.uid(), wanted.name(), wanted.snapshot() ? Wish.SNAPSHOT : Wish.EVENTS)
                : subscriptions.unsubscribe(session, wanted.uid(), wanted.name(), false);
        return Reply.later(outcome.thenApply(done -> {
            Answerable answerable = Answerable.of(event);
            if (done.snapshot() != null) {
                answerable.needs(done.snapshot().needed());
            }
            answerable.afterAnswer(done.answered());
            return reply(done);
        }));
    }

    private static Reply reply(Outcome outcome) {
        EntitySubscription subscription = outcome.subscription();
        if (subscription == null) {
            return Reply.failure(String.valueOf(outcome.error()));
        }
        Map<String, @Nullable Object> answer = described(subscription);
        if (outcome.snapshot() != null) {
            answer.put("data", outcome.snapshot().entry());
        }
        return Reply.success(answer);
    }

    private static Map<String, @Nullable Object> described(EntitySubscription subscription) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("uid", subscription.uid());
        described.put("id", subscription.id());
        described.put("documentId", subscription.documentId());
        described.put("room", subscription.room());
        return described;
    }

    private Reply type(ClientEvent event, Session session) {
        String uid = event.argument(0) instanceof Map<?, ?> map ? text(map.get("uid")) : null;
        if (uid == null) {
            return Reply.failure(WRONG_TYPE);
        }
        CompletionStage<TypeOutcome> outcome = event.name().equals(SUBSCRIBE_TYPE)
                ? subscriptions.subscribeToType(session, uid)
                : subscriptions.unsubscribeFromType(session, uid);
        return Reply.later(outcome.thenApply(done -> reply(uid, done)));
    }

    private static Reply reply(String uid, TypeOutcome outcome) {
        String room = outcome.room();
        if (room == null) {
            return Reply.failure(String.valueOf(outcome.error()));
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("uid", uid);
        answer.put("room", room);
        return Reply.success(answer);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && text.length() <= LONGEST ? text : null;
    }

    /** What a client asks for, as far as it makes sense. */
    private record Wanted(String uid, EntryName name, boolean snapshot) {

        static @Nullable Wanted of(@Nullable Object untrusted) {
            if (!(untrusted instanceof Map<?, ?> map)) {
                return null;
            }
            String uid = text(map.get("uid"));
            Object documentId = map.get("documentId");
            EntryName name = documentId == null ? named(map.get("id")) : new EntryName(null, text(documentId));
            Object snapshot = map.get("snapshot");
            if (uid == null
                    || (name.id() == null && name.documentId() == null)
                    || !(snapshot == null || snapshot instanceof Boolean)) {
                return null;
            }
            return new Wanted(uid, name, Boolean.TRUE.equals(snapshot));
        }

        private static EntryName named(@Nullable Object id) {
            return new EntryName(id instanceof Number number ? EntryName.whole(number) : text(id), null);
        }
    }
}
