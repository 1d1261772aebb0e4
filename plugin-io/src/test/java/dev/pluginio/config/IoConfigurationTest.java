package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.ListedEntity;
import dev.pluginio.access.Listeners;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Retention;
import dev.pluginio.session.entities.SubscriptionSettings;
import dev.pluginio.session.handlers.Arrangement;
import dev.pluginio.session.recovery.RecoverySettings;
import dev.pluginio.session.rooms.RoomSettings;
import dev.pluginio.transport.Limits;
import dev.pluginio.transport.Network;
import dev.pluginio.transport.TransportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IoConfigurationTest {

    @TempDir
    Path folder;

    private SampleFile config(String text) {
        return SampleFile.withConfig(folder, text);
    }

    private Exposure exposure(String contentType) {
        return config("contentTypes:\n" + ("- " + contentType.indent(2).strip()).indent(2))
                .settings()
                .exposures()
                .get(0);
    }

    @Test
    void givesEverythingThatIsNotConfiguredItsDefault() {
        IoSettings settings = config("contentTypes: ['api::article.article']").settings();

        assertThat(settings.transport()).isEqualTo(TransportSettings.defaults());
        assertThat(settings.delivery().envelope()).isEqualTo(Envelope.DATA);
        assertThat(settings.delivery().shape()).isEqualTo(Shape.FLAT);
        assertThat(settings.delivery().sensitiveFields()).contains("password", "token", "apiKey", "confirmationToken");
        assertThat(settings.permission()).isEqualTo(PermissionRule.ACTION);
        assertThat(settings.exposures())
                .containsExactly(new Exposure(
                        SampleFile.CATALOG.require("api::article.article"),
                        Set.of(Action.CREATE, Action.UPDATE, Action.DELETE, Action.PUBLISH, Action.UNPUBLISH),
                        Populate.VALUES,
                        false,
                        "article",
                        PermissionRule.ACTION));
    }

    @Test
    void takesEveryKeyOfAContentType() {
        Exposure exposure = exposure("""
                uid: api::article.article
                actions: [create, publish]
                populate: [author]
                onlyPublished: true
                coalesce: true
                eventPrefix: post
                fields: [id, title]
                permission: find
                audience: subscribers
                audienceRule: own-department
                """);

        assertThat(exposure.audience()).isEqualTo(Listeners.SUBSCRIBERS);
        assertThat(exposure.audienceRule()).isEqualTo("own-department");
        assertThat(exposure.actions()).containsExactlyInAnyOrder(Action.CREATE, Action.PUBLISH);
        assertThat(exposure.populate())
                .isEqualTo(new Populate(Optional.of(Set.of("title")), Map.of("author", Populate.VALUES)));
        assertThat(exposure.onlyPublished()).isTrue();
        assertThat(exposure.coalesced()).isTrue();
        assertThat(exposure.eventPrefix()).isEqualTo("post");
        assertThat(exposure.permission()).isEqualTo(PermissionRule.FIND);
    }

    @Test
    void populatesAllRelationsThatAreNotPrivateForAStar() {
        assertThat(exposure("uid: api::article.article\npopulate: '*'")
                        .populate()
                        .relations())
                .containsOnly(
                        Map.entry("author", Populate.VALUES),
                        Map.entry("category", Populate.VALUES),
                        Map.entry("tags", Populate.VALUES),
                        Map.entry("comments", Populate.VALUES));
    }

    @Test
    void populatesRelationsOfRelations() {
        Exposure exposure = exposure("""
                uid: api::comment.comment
                populate:
                  author: true
                  article:
                    fields: [title]
                    populate:
                      author: { fields: [name] }
                      category: { populate: '*' }
                """);

        Populate author = new Populate(Optional.of(Set.of("name")), Map.of());
        Populate article =
                new Populate(Optional.of(Set.of("title")), Map.of("author", author, "category", Populate.VALUES));
        assertThat(exposure.populate())
                .isEqualTo(new Populate(Optional.empty(), Map.of("author", Populate.VALUES, "article", article)));
    }

    @Test
    void leavesOutWhatIsExcluded() {
        Populate populate = exposure("""
                        uid: api::article.article
                        populate: '*'
                        excludeFields: [body, views, createdAt, updatedAt, comments]
                        """).populate();

        assertThat(populate.fields()).contains(Set.of("title", "slug", "publishedAt"));
        assertThat(populate.relations()).containsOnlyKeys("author", "category", "tags");
    }

    @Test
    void takesEveryServerOption() {
        TransportSettings settings =
                SampleFile.withServerOptions(folder, """
                        host: 0.0.0.0
                        port: 0
                        path: /realtime/socket
                        cors:
                          origin: ['https://example.com', 'HTTP://Localhost:1337']
                          credentials: true
                        pingInterval: 10000
                        pingTimeout: 5s
                        connectTimeout: 1 m
                        maxHttpBufferSize: 2MB
                        httpCompression: false
                        perMessageDeflate: { threshold: 2KB }
                        """).settings().transport();

        assertThat(settings)
                .isEqualTo(TransportSettings.defaults()
                        .withAddress("0.0.0.0", 0)
                        .withPath("/realtime/socket")
                        .withCors(Set.of("https://example.com", "http://localhost:1337"), true)
                        .withTimes(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(1))
                        .withSizes(2_000_000, TransportSettings.defaults().maxQueuedBytes())
                        .withCompression(
                                new TransportSettings.Compression(OptionalInt.empty(), OptionalInt.of(2_000))));
    }

    @ParameterizedTest
    @CsvSource({
        "httpCompression: true, 1024, -1",
        "'httpCompression: { threshold: 1 }', 1, -1",
        "'httpCompression: { enabled: false }', -1, -1",
        "perMessageDeflate: true, 1024, 1024",
        "perMessageDeflate: false, 1024, -1",
        "port: 0, 1024, -1",
    })
    void takesCompressionAsTheOfficialServerDoes(String option, int polling, int webSocket) {
        TransportSettings.Compression compression = SampleFile.withServerOptions(folder, option)
                .settings()
                .transport()
                .compression();

        assertThat(compression.polling().orElse(-1)).isEqualTo(polling);
        assertThat(compression.webSocket().orElse(-1)).isEqualTo(webSocket);
    }

    @Test
    void takesCertificatesBesideThePluginsFileAndTheirPassphraseFromTheEnvironment() throws IOException {
        Files.createDirectory(folder.resolve("tls"));
        for (String name : List.of("chain.pem", "key.pem", "all.p12")) {
            Files.writeString(folder.resolve("tls").resolve(name), "");
        }
        TransportSettings.Tls pem = SampleFile.withServerOptions(
                        folder, "tls: { cert: tls/chain.pem, key: tls/key.pem, passphrase: '${SECRET}' }")
                .settings(Map.of("SECRET", "12345"))
                .transport()
                .tls();
        assertThat(pem)
                .isEqualTo(TransportSettings.Tls.pem(
                        folder.resolve("tls/chain.pem"), folder.resolve("tls/key.pem"), "12345"));
        assertThat(pem.toString()).doesNotContain("12345");
        assertThat(SampleFile.withServerOptions(folder, "tls: { pfx: tls/all.p12 }")
                        .settings()
                        .transport()
                        .tls())
                .isEqualTo(TransportSettings.Tls.pkcs12(folder.resolve("tls/all.p12"), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tls: { cert: no.pem, key: plugins.yml } | tls.cert: there is no file that can be read at 'no.pem'",
                "tls: { pfx: . } | tls.pfx: there is no file that can be read at '.'",
                "tls: { cert: plugins.yml } | tls: needs 'cert' and 'key', or 'pfx'",
                "tls: {} | tls: needs 'cert' and 'key', or 'pfx'",
                "tls: { cert: a, key: b, pfx: c } | tls.pfx: cannot stand beside 'cert' and 'key'; it holds both",
                "tls: { pfx: a, passphrase: 12345 } | tls.passphrase: must be a text, but is the value; put it in quotes"
                        + " if it is meant",
            })
    void tellsWhatIsWrongWithTheCertificates(String options, String problem) {
        assertThat(SampleFile.withServerOptions(folder, options).problems())
                .anySatisfy(
                        told -> assertThat(told).isEqualTo("plugins.yml:6: io.config.socket.serverOptions." + problem));
    }

    @Test
    void takesEveryLimit() {
        Limits limits = config("""
                        contentTypes: []
                        socket:
                          limits:
                            trustProxy: 2
                            allow: [10.0.0.0/8, '2001:db8::/32']
                            deny: [10.0.13.7]
                            exempt: []
                            connectionsPerAddress: 1
                            handshakesPerSecond: 2
                            packetsPerSecond: 3
                            bytesPerSecond: 4KB
                            roomsPerClient: 5
                            pendingAcks: 0
                            requestTimeout: 6s
                            maxHeaderSize: 7KB
                            maxUrlSize: 8000
                        """).settings().transport().limits();

        assertThat(limits)
                .isEqualTo(new Limits(
                        2,
                        List.of(Network.of("10.0.0.0/8"), Network.of("2001:db8::/32")),
                        List.of(Network.of("10.0.13.7")),
                        List.of(),
                        1,
                        2,
                        3,
                        4_000,
                        5,
                        0,
                        Duration.ofSeconds(6),
                        7_000,
                        8_000));
    }

    @ParameterizedTest
    @CsvSource({
        "'*', *",
        "https://example.com:443, https://example.com",
        "http://example.com:80, http://example.com",
        "http://example.com:443, http://example.com:443",
        "http://[::1]:3000, http://[::1]:3000",
        "capacitor://localhost, capacitor://localhost",
    })
    void keepsOriginsAsBrowsersSendThem(String configured, String sent) {
        assertThat(SampleFile.withServerOptions(folder, "cors: { origin: '" + configured + "' }")
                        .settings()
                        .transport()
                        .corsOrigins())
                .containsExactly(sent);
    }

    @Test
    void hasTheRootNamespaceAndThoseThatAreListed() {
        IoSettings settings = config("""
                contentTypes: []
                namespaces:
                  /custom: { defaultStrategy: echo }
                  news:
                """).settings();

        assertThat(settings.transport().namespaces()).containsExactlyInAnyOrder("/", "/custom", "/news");
        assertThat(settings.sessions().defaultStrategy("/")).isEqualTo("jwt");
        assertThat(settings.sessions().defaultStrategy("/news")).isEqualTo("jwt");
        assertThat(settings.sessions().defaultStrategy("/custom")).isEqualTo("echo");
        assertThat(config("contentTypes: []").settings().transport().namespaces())
                .containsExactly("/");
    }

    @Test
    void tellsWhichPluginsServeANamespace() {
        IoSettings settings = config("""
                contentTypes: []
                namespaces:
                  office: { handlers: [desk-plugin] }
                  /quiet: { handlers: [] }
                  /news:
                """).settings();

        assertThat(settings.arrangement().serving())
                .isEqualTo(Map.of("/office", Set.of("desk-plugin"), "/quiet", Set.of()));
    }

    @Test
    void takesAnotherDefaultStrategyForTheRootNamespace() {
        IoSettings settings = config("""
                contentTypes: []
                namespaces:
                  /:
                    defaultStrategy: echo
                """).settings();

        assertThat(settings.transport().namespaces()).containsExactly("/");
        assertThat(settings.sessions().defaultStrategy("/")).isEqualTo("echo");
    }

    @Test
    void addsAndTakesAwaySensitiveWords() {
        assertThat(config("contentTypes: []\nsensitiveFields: [iban, '-token']")
                        .settings()
                        .delivery()
                        .sensitiveFields())
                .contains("iban", "password", "accessToken")
                .doesNotContain("token", "-token");
    }

    @Test
    void takesTheFormOfWhatIsSent() {
        assertThat(config("contentTypes: []").settings().delivery().atomic()).isFalse();
        assertThat(config("contentTypes: []\ntransaction: atomic")
                        .settings()
                        .delivery()
                        .atomic())
                .isTrue();
        IoSettings settings = config("contentTypes: []\nenvelope: bare\nshape: attributes\npermission: find")
                .settings();

        assertThat(settings.delivery().envelope()).isEqualTo(Envelope.BARE);
        assertThat(settings.delivery().shape()).isEqualTo(Shape.ATTRIBUTES);
        assertThat(settings.permission()).isEqualTo(PermissionRule.FIND);
    }

    @Test
    void appliesTheGeneralPermissionRuleToTypesWithoutTheirOwn() {
        assertThat(config("""
                                permission: find
                                contentTypes:
                                  - api::article.article
                                  - { uid: 'api::tag.tag', permission: action }
                                """).settings().exposures())
                .extracting(Exposure::permission)
                .containsExactly(PermissionRule.FIND, PermissionRule.ACTION);
    }

    @Test
    void handsOnEntitiesThatAreListed() {
        IoConfiguration configuration = config("""
                        contentTypes:
                          - api::article.article
                          - uid: api::invoice.invoice
                            entity: com.example.Invoice
                            private: [iban]
                        """).load(Map.of());

        assertThat(configuration.listedEntities())
                .containsExactly(new ListedEntity("api::invoice.invoice", "com.example.Invoice", Set.of("iban")));
    }

    @Test
    void looksAtNothingElseWhenItIsNotEnabled() {
        assertThat(SampleFile.in(folder, "io: { enabled: false }")
                        .load(Map.of())
                        .isEnabled())
                .isFalse();
        assertThat(config("contentTypes: []").load(Map.of()).isEnabled()).isTrue();
    }

    @Test
    void leavesTheSectionsOfOtherPluginsAlone() {
        assertThat(SampleFile.in(folder, """
                                upload: { provider: "${S3:none}", again: 1, again: 2 }
                                io: { config: { contentTypes: [] } }
                                """).problems()).isEmpty();
    }

    @Test
    void readsAliases() {
        assertThat(config("""
                                contentTypes:
                                  - { uid: 'api::article.article', populate: &author { author: { fields: [name] } } }
                                  - { uid: 'api::comment.comment', populate: *author }
                                """).settings().exposures())
                .extracting(exposure -> exposure.populate().relations().keySet())
                .containsExactly(Set.of("author"), Set.of("author"));
    }

    @Test
    void readsTheRulesOfRooms() {
        assertThat(config("""
                                contentTypes: []
                                rooms:
                                  join: [ { pattern: 'chat-*', roles: [Editor, '*'] } ]
                                  autoJoinByRole: { Editor: [newsroom, all] }
                                  privateMessages: [ { from: [Editor], to: [Reader] } ]
                                """).settings().sessions().rooms())
                .isEqualTo(new RoomSettings(
                        List.of(new RoomSettings.JoinRule("chat-*", Set.of("Editor", "*"))),
                        Map.of("Editor", Set.of("newsroom", "all")),
                        List.of(new RoomSettings.MessageRule(Set.of("Editor"), Set.of("Reader")))));
        assertThat(config("contentTypes: []").settings().sessions().rooms()).isEqualTo(RoomSettings.NOTHING);
    }

    @Test
    void tellsWhatIsWrongWithTheRulesOfRooms() {
        assertThat(config("""
                                contentTypes: []
                                rooms:
                                  join: [ { pattern: ' x' } ]
                                  autoJoinByRole: { Editor: newsroom, Reader: [''] }
                                  privateMessage: []
                                """).problems())
                .hasSize(5)
                .anyMatch(problem -> problem.contains("rooms.join[0].pattern: must be 1 to 200 characters"))
                .anyMatch(problem -> problem.contains("rooms.join[0].roles: is missing"))
                .anyMatch(problem -> problem.contains("rooms.autoJoinByRole.Editor: must be a list"))
                .anyMatch(problem -> problem.contains("rooms.autoJoinByRole.Reader"))
                .anyMatch(problem -> problem.contains("did you mean 'privateMessages'?"));
    }

    @Test
    void readsTheLimitsOfSubscriptions() {
        assertThat(config("""
                                contentTypes: []
                                subscriptions: { perSocket: 7, timeout: 2s }
                                """).settings().subscriptions())
                .isEqualTo(new SubscriptionSettings(7, Duration.ofSeconds(2)));
        assertThat(config("contentTypes: []").settings().subscriptions()).isEqualTo(SubscriptionSettings.defaults());
        assertThat(config("""
                                contentTypes: []
                                subscriptions: { perSocket: -1, timeout: 2h }
                                """).problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("subscriptions.perSocket: must be at least 0"))
                .anyMatch(problem -> problem.contains("subscriptions.timeout: must be at most 9000 ms"));
    }

    @Test
    void readsHowClientsComeBack() {
        IoSettings settings = config("""
                        contentTypes: []
                        recovery: { enabled: true, maxDisconnectionDuration: 5s, maxSessions: 7 }
                        log: { retained: { maxEvents: 3, maxBytes: 5KB, maxAge: 4s } }
                        """).settings();

        assertThat(settings.retained()).isEqualTo(new Retention(3, 5_000, Duration.ofSeconds(4)));
        assertThat(settings.recovery()).isEqualTo(new RecoverySettings(true, Duration.ofSeconds(5), 7));
        assertThat(settings.delivery().offsets()).isTrue();
        IoSettings silent = config("contentTypes: []").settings();
        assertThat(silent.recovery()).isEqualTo(RecoverySettings.defaults());
        assertThat(silent.recovery().enabled()).isFalse();
        assertThat(silent.delivery().offsets()).isFalse();
        assertThat(config("""
                                contentTypes: []
                                recovery: { maxDisconnectionDuration: 2d, maxSessions: 0 }
                                """).problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("recovery.maxDisconnectionDuration: "))
                .anyMatch(problem -> problem.contains("recovery.maxSessions: must be at least 1"));
    }

    @Test
    void readsWhatIsSaidOfExtensions() {
        Arrangement arrangement = config("""
                        contentTypes: []
                        events:
                          - name: comment:add
                            plugin: comments
                            config:
                              longest: ${LONGEST:500}
                              share: 0.5
                              words: [spam, ~, yes, { deep: 12345678901 }]
                          - class: com.example.Typing
                            enabled: false
                        hooks:
                          - plugin: statistics
                        """).settings().arrangement();

        Map<String, Object> deep = Map.of("deep", 12_345_678_901L);
        assertThat(arrangement.events())
                .containsExactly(
                        new Arrangement.Named(
                                "comment:add",
                                null,
                                "comments",
                                true,
                                Map.of("longest", 500, "share", 0.5, "words", Arrays.asList("spam", null, true, deep))),
                        new Arrangement.Named(null, "com.example.Typing", null, false, Map.of()));
        assertThat(arrangement.hooks())
                .containsExactly(new Arrangement.Named(null, null, "statistics", true, Map.of()));
    }

    @Test
    void tellsWhatIsWrongWithWhatIsSaidOfExtensions() {
        assertThat(config("""
                        contentTypes: []
                        events:
                          - enabled: false
                          - name: x
                            config: 5
                            clas: y
                        """).problems())
                .anySatisfy(problem -> assertThat(problem).contains("events[0]", "give at least one of"))
                .anySatisfy(problem -> assertThat(problem).contains("events[1].config", "must be a section of keys"))
                .anySatisfy(problem -> assertThat(problem).contains("events[1].clas", "did you mean 'class'"));
    }
}
