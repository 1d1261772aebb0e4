package dev.pluginio.config;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Shape;
import dev.pluginio.session.Entrance;
import dev.pluginio.session.handlers.Arrangement;
import jakarta.validation.constraints.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The section {@code io.config}. */
record IoOptions(
        @Setting(
                value = "The content types whose changes are sent: a uid, or a section with a uid and more."
                        + " What is not listed is never sent by itself.",
                required = true)
        List<ContentTypeOptions> contentTypes,

        @Setting("How clients connect.") SocketOptions socket,

        @Setting("The namespaces that clients can enter, by name; '/' is always there.")
        Map<
                        @Pattern(
                                regexp = NamespaceOptions.NAME,
                                message = "must be named by letters, digits and '_', '-', '.', '~', with a slash"
                                        + " before, such as '/custom'")
                        String,
                        NamespaceOptions>
                namespaces,

        @Setting("The custom rooms that clients may join or are put into, and the messages they may send one another.")
        RoomOptions rooms,

        @Setting("What clients may subscribe to.") SubscriptionOptions subscriptions,

        @Setting("How clients come back after their connection was lost.")
        RecoveryOptions recovery,

        @Setting("What is kept of events for clients that missed them.")
        LogOptions log,

        @Setting("Words that no sent name may contain, added to the built-in ones;"
                + " a word with a hyphen before it takes a built-in one away.")
        List<
                        @Pattern(
                                regexp = SENSITIVE_WORD,
                                message = "must be a word of letters, digits, '_' and '-', such as 'iban', or '-token'")
                        String>
                sensitiveFields,

        @Setting("Which permission lets a role or token hear of an action:"
                + " that for the action itself (action), or that for reading (find).")
        PermissionRule permission,

        @Setting("Whether what is sent stands under the key 'data' (data), or is the value itself (bare).")
        Envelope envelope,

        @Setting("Whether attributes stand beside the identifiers (flat), or under the key 'attributes' (attributes).")
        Shape shape,

        @Setting("Whether each event is told by itself (single), or so that clients can apply those of one transaction"
                + " together (atomic): with meta.tx, one after the other, and 'tx:end' after them.")
        Together transaction,

        @Setting("The documents for those who write clients: TypeScript types and an AsyncAPI document of the events.")
        DocumentOptions documents,

        @Setting("How much plugin-io logs.") LoggingOptions logging,

        @Setting("The handlers of events that plugins bring, in the order of their precedence: which are used, and what"
                + " they are told. Those that are not named are used, after these.")
        List<ExtensionOptions> events,

        @Setting("All other extensions that plugins bring, in the order of their precedence: which are used, and what"
                + " they are told. Those that are not named are used, after these.")
        List<ExtensionOptions> hooks) {

    static final String SENSITIVE_WORD = "-?[A-Za-z][A-Za-z0-9_-]*";

    /** What is never sent unless the configuration says so: names of credentials. */
    static final List<String> SENSITIVE_WORDS = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "passwordHash",
            "passwordSalt",
            "secret",
            "token",
            "resetPasswordToken",
            "confirmationToken",
            "registrationToken",
            "refreshToken",
            "accessToken",
            "apiKey",
            "accessKey",
            "privateKey",
            "secretKey",
            "signingKey",
            "encryptionKey",
            "credential");

    IoOptions() {
        this(
                List.of(),
                new SocketOptions(),
                Map.of(),
                new RoomOptions(),
                new SubscriptionOptions(),
                new RecoveryOptions(),
                new LogOptions(),
                List.of(),
                PermissionRule.ACTION,
                Envelope.DATA,
                Shape.FLAT,
                Together.SINGLE,
                new DocumentOptions(),
                new LoggingOptions(),
                List.of(),
                List.of());
    }

    /** The namespaces as clients name them, with the strategy of each; the one that is always there among them. */
    Map<String, String> defaultStrategies(Problems problems) {
        Map<String, String> strategies = new LinkedHashMap<>();
        namespaces.forEach((given, options) -> {
            String name = given.startsWith("/") ? given : "/" + given;
            if (strategies.put(name, options.defaultStrategy()) != null) {
                problems.add(
                        "io.config.namespaces." + given, "is the same namespace as '" + name + "'; keep one of them");
            }
        });
        strategies.putIfAbsent("/", Credentials.JWT);
        return strategies;
    }

    /** Who may enter the namespaces that are configured, as clients name them. */
    Map<String, Entrance> entrances() {
        Map<String, Entrance> entrances = new LinkedHashMap<>();
        namespaces.forEach(
                (given, options) -> entrances.put(given.startsWith("/") ? given : "/" + given, options.entrance()));
        return entrances;
    }

    /** Whether the events of a transaction are told together. */
    boolean isAtomic(Problems problems) {
        if (transaction == Together.SINGLE) {
            return false;
        }
        if (envelope == Envelope.BARE) {
            problems.add(
                    "io.config.transaction",
                    "'atomic' needs 'envelope: data': which transaction an event is of stands in its 'meta'");
        }
        for (ContentTypeOptions type : contentTypes) {
            if (type.coalesce()) {
                problems.add(
                        type.at() + ".coalesce",
                        "cannot be with 'transaction: atomic': a transaction would come in part; leave one of them out");
            }
        }
        return true;
    }

    /** How the extensions of plugins are arranged. */
    Arrangement arrangement(Problems problems) {
        return new Arrangement(
                ExtensionOptions.named(events, problems), ExtensionOptions.named(hooks, problems), serving());
    }

    private Map<String, Set<String>> serving() {
        Map<String, Set<String>> serving = new LinkedHashMap<>();
        namespaces.forEach((given, options) -> {
            List<String> plugins = options.handlers();
            if (plugins != null) {
                serving.put(given.startsWith("/") ? given : "/" + given, Set.copyOf(plugins));
            }
        });
        return serving;
    }

    /** The built-in words with the configured ones added and taken away. */
    List<String> sensitiveWords(Problems problems) {
        List<String> words = new ArrayList<>(SENSITIVE_WORDS);
        for (String word : sensitiveFields) {
            if (!word.startsWith("-")) {
                words.add(word);
            } else if (!words.remove(word.substring(1))) {
                problems.add(
                        "io.config.sensitiveFields." + word,
                        "there is no built-in word '" + word.substring(1) + "' to take away; "
                                + Suggestion.of(word.substring(1), SENSITIVE_WORDS));
            }
        }
        return words.stream().distinct().toList();
    }
}
