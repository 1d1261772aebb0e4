package dev.pluginio.describe;

import static dev.pluginio.api.content.ValueType.Kind.ANY;
import static dev.pluginio.api.content.ValueType.Kind.BOOLEAN;
import static dev.pluginio.api.content.ValueType.Kind.NUMBER;
import static dev.pluginio.api.content.ValueType.Kind.TEXT;

import dev.pluginio.delivery.Delivery;
import dev.pluginio.describe.Vocabulary.Argument;
import dev.pluginio.describe.Vocabulary.Heard;
import dev.pluginio.describe.Vocabulary.Sent;
import dev.pluginio.describe.form.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events that plugin-io has by itself; what they take and tell is what their handlers take and tell. */
final class BuiltIn {

    private static final Form WORD = Form.of(TEXT);
    private static final Form.Either NOTHING = new Form.Either(List.of());
    private static final List<Heard> HEARD = always();
    private static final Heard END = new Heard(
            Delivery.END,
            "All events of a transaction that the client may hear of have come.",
            struct("TransactionEnd", "tx", WORD));

    private final Form uid;
    private final Form.Either subscriptions;

    /**
     * Prepares them for a role or token.
     *
     * @param subscriptions what subscriptions to entries of the types that it hears of are answered with
     */
    BuiltIn(List<Form.Struct> subscriptions) {
        this.subscriptions = new Form.Either(List.copyOf(subscriptions));
        this.uid = subscriptions.isEmpty()
                ? WORD
                : new Form.Either(subscriptions.stream()
                        .map(one -> (Form) one.fields().get("uid"))
                        .toList());
    }

    /**
     * What clients hear of themselves and one another, and of what they are told.
     *
     * @param isAtomic whether they are told when a transaction is over
     */
    static List<Heard> heard(boolean isAtomic) {
        return isAtomic ? Stream.concat(HEARD.stream(), Stream.of(END)).toList() : HEARD;
    }

    private static List<Heard> always() {
        return List.of(
                new Heard(
                        "access:changed",
                        "The client has other rights than before.",
                        struct(
                                "AccessChanged",
                                "reason",
                                new Form.Either(List.of(
                                        new Form.Constant("permissions_changed"), new Form.Constant("role_changed"))))),
                new Heard(
                        "session:closed",
                        "The client is about to be disconnected.",
                        struct("SessionClosed", "code", WORD, "reason", WORD)),
                new Heard(
                        "sync:required",
                        "What the client missed cannot be sent again; it has to load what it shows.",
                        reloading("SyncRequired")),
                new Heard(
                        "private-message",
                        "Another client has written.",
                        struct("PrivateMessage", "data", Form.of(ANY), "from", struct("Sender", "id", WORD))));
    }

    /** An event that clients send, by its name; empty if it is none of these. */
    Optional<Sent> sent(String name) {
        return Optional.ofNullable(own(name));
    }

    private @Nullable Sent own(String name) {
        return switch (name) {
            case "join-room" -> sent(name, "Joins a custom room.", "room", WORD, struct("RoomAnswer", "room", WORD));
            case "leave-room" -> sent(name, "Leaves a custom room.", "room", WORD, struct("RoomAnswer", "room", WORD));
            case "get-rooms" ->
                new Sent(
                        name,
                        "Asks which custom rooms the client is in.",
                        List.of(),
                        false,
                        either(struct("RoomsAnswer", "rooms", new Form.Many(WORD))));
            case "private-message" ->
                new Sent(
                        name,
                        "Sends something to another client.",
                        List.of(new Argument("message", struct("Message", "to", WORD, "data", Form.of(ANY)))),
                        false,
                        NOTHING);
            case "subscribe-entity" ->
                new Sent(
                        name,
                        "Subscribes to an entry; with a snapshot, the answer has the entry as it is now.",
                        List.of(new Argument("entry", entry("EntryWanted", true))),
                        false,
                        subscriptions);
            case "unsubscribe-entity" ->
                sent(name, "Ends a subscription to an entry.", "entry", entry("EntryLeft", false), subscription());
            case "get-entity-subscriptions" ->
                new Sent(
                        name,
                        "Asks what the client is subscribed to.",
                        List.of(),
                        false,
                        either(struct(
                                "SubscriptionsAnswer",
                                "subscriptions",
                                new Form.Many(subscription()),
                                "types",
                                new Form.Many(WORD))));
            case "subscribe-type" -> type(name, "Subscribes to all entries of a content type.");
            case "unsubscribe-type" -> type(name, "Ends a subscription to a content type.");
            case "sync" ->
                sent(
                        name,
                        "Asks for the events after an offset; they are sent before the answer.",
                        "wanted",
                        struct("SyncWanted", "offset", WORD, "types", new Form.IfAny(new Form.Many(WORD))),
                        struct("SyncAnswer", "count", Form.of(NUMBER)));
            default -> null;
        };
    }

    private static Form.Struct reloading(String name) {
        return struct(
                name,
                "types",
                new Form.Many(WORD),
                "reason",
                new Form.Either(List.of(new Form.Constant("gone"), new Form.Constant("too_much"))));
    }

    private Sent type(String name, String summary) {
        return sent(
                name,
                summary,
                "type",
                struct("TypeWanted", "uid", uid),
                struct("TypeAnswer", "uid", WORD, "room", WORD));
    }

    private static Sent sent(String name, String summary, String argument, Form form, Form.Struct answer) {
        return new Sent(name, summary, List.of(new Argument(argument, form)), false, either(answer));
    }

    private static Form.Either either(Form form) {
        return new Form.Either(List.of(form));
    }

    private static Form.Struct subscription() {
        Map<String, Form> fields = new LinkedHashMap<>();
        fields.put("uid", WORD);
        fields.putAll(TypeEvents.identifiers());
        fields.put("room", WORD);
        return new Form.Struct("Subscription", fields);
    }

    /** By one of its two names. */
    private Form entry(String name, boolean isRead) {
        Map<String, Form> byId = new LinkedHashMap<>(Map.of("uid", uid));
        byId.put("id", new Form.Identifier());
        Map<String, Form> byDocumentId = new LinkedHashMap<>(Map.of("uid", uid));
        byDocumentId.put("documentId", WORD);
        if (isRead) {
            byId.put("snapshot", new Form.IfAny(Form.of(BOOLEAN)));
            byDocumentId.put("snapshot", new Form.IfAny(Form.of(BOOLEAN)));
        }
        return new Form.Either(
                List.of(new Form.Struct(name + "ById", byId), new Form.Struct(name + "ByDocumentId", byDocumentId)));
    }

    private static Form.Struct struct(String name, Object... keysAndForms) {
        Map<String, Form> fields = new LinkedHashMap<>();
        for (int i = 0; i < keysAndForms.length; i += 2) {
            fields.put((String) keysAndForms[i], (Form) keysAndForms[i + 1]);
        }
        return new Form.Struct(name, fields);
    }
}
