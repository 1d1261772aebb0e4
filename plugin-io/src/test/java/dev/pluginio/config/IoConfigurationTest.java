package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
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
import dev.pluginio.transport.TransportSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every key that stands for itself becomes, and what those become that are left out. */
class IoConfigurationTest extends ConfigurationTesting {

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
