package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.Jwt;
import dev.pluginio.e2e.driver.Refusal;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in, and what those are told who are not. */
@ExtendWith(SharedHost.class)
class HandshakeIT {

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aTokenThatIsNoneIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        refused(client, host, drivers, "invalid_token", connect -> connect.jwt("no.such.token"));
        refused(client, host, drivers, "invalid_token", connect -> connect.apiToken("cms_nosuchtoken"));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aTokenThatWasChangedIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        String jwt = host.as(SampleHost.EDITOR).bearer();
        String forged = jwt.substring(0, jwt.length() - 6) + "AAAAAA";
        refused(client, host, drivers, "invalid_token", connect -> connect.jwt(forged));
        refused(client, host, drivers, "invalid_token", connect -> connect.jwt(Jwt.unsigned("1")));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aTokenWhoseTimeIsOverIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        String expired = Jwt.signed(host, Instant.now().minusSeconds(60));
        refused(client, host, drivers, "expired_token", connect -> connect.jwt(expired));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aBlockedUserIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String name = unique("blocked");
        String id = admin.createUser(name, admin.role("Editor").path("id").asText());
        Cms user = host.as(name + "@example.com");
        admin.block(id, true);
        refused(client, host, drivers, "blocked", connect -> connect.jwt(user.bearer()));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aRevokedTokenIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        Admin.NewToken token = admin.createToken(unique("revoked"), "full-access", Set.of());
        admin.revokeToken(token.id());
        refused(client, host, drivers, "invalid_token", connect -> connect.apiToken(token.secret()));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void anUnknownStrategyIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        String jwt = host.as(SampleHost.EDITOR).bearer();
        refused(
                client,
                host,
                drivers,
                "unknown_strategy",
                connect -> connect.auth(Map.of("strategy", "magic", "token", jwt)));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void aTokenInTheAddressIsRefused(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        String jwt = host.as(SampleHost.EDITOR).bearer();
        refused(client, host, drivers, "token_in_query", connect -> connect.query(Map.of("token", jwt)));
        assertThat(host.log().lines()).noneMatch(line -> line.contains(jwt));
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void refusalsAreTheSameOverPolling(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        refused(
                client,
                host,
                drivers,
                "invalid_token",
                connect -> connect.jwt("no.such.token").transports("polling"));
        refused(
                client,
                host,
                drivers,
                "invalid_token",
                connect -> connect.jwt("no.such.token").transports("polling", "websocket"));
    }

    /** A refusal that is decided while the client changes from polling to WebSocket reaches it all the same. */
    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void noRefusalIsLostOnTheWayFromOneTransportToTheOther(
            SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        List<ClientSocket> sockets = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sockets.add(drivers.of(client)
                    .open(Connect.to(host.io()).jwt("no.such.token").transports("polling", "websocket")));
        }
        sockets.forEach(socket -> {
            assertThat(socket.refused().code()).isEqualTo("invalid_token");
            socket.closed();
        });
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void anAuthThatNamesNoStrategyGoesToTheDefaultOne(
            SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        String jwt = host.as(SampleHost.EDITOR).bearer();
        try (Ears ears =
                new Ears(host, drivers.of(client)).with("editor", connect -> connect.auth(Map.of("token", jwt)))) {
            assertThat(Stories.names(ears.heardOf(() -> Stories.newAuthor(host.admin()))))
                    .isEqualTo(Map.of("editor", List.of("author:create")));
        }
    }

    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void eachTransportWorks(SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        try (Ears ears = new Ears(host, drivers.of(client))
                .with("polling", connect -> connect.transports("polling"))
                .with("websocket", connect -> connect.transports("websocket"))
                .with("upgrading", connect -> connect.transports("polling", "websocket"))) {
            Stories.names(ears.heardOf(() -> Stories.newAuthor(host.admin())))
                    .forEach((name, events) ->
                            assertThat(events).as("heard by %s", name).containsExactly("author:create"));
        }
    }

    /** Promise 3: what was taken away is gone at once, for live sockets too. */
    @ParameterizedTest
    @EnumSource(SocketDriver.Kind.class)
    void whoeverLosesTheirCredentialsIsShownTheDoor(
            SocketDriver.Kind client, SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        Admin.NewToken token = admin.createToken(unique("revoked"), "full-access", Set.of());
        String name = unique("blocked");
        String id = admin.createUser(name, admin.role("Editor").path("id").asText());
        String jwt = host.as(name + "@example.com").bearer();
        ClientSocket program = drivers.of(client)
                .open(Connect.to(host.io()).apiToken(token.secret()))
                .connected();
        ClientSocket user =
                drivers.of(client).open(Connect.to(host.io()).jwt(jwt)).connected();

        admin.revokeToken(token.id());
        admin.block(id, true);
        Stories.newAuthor(host.admin());

        assertThat(program.disconnected()).isEqualTo("io server disconnect");
        assertThat(user.disconnected()).isEqualTo("io server disconnect");
        requireLastWords(program, "token_revoked");
        requireLastWords(user, "blocked");
    }

    /** It was told why it had to go, and nothing else. */
    private static void requireLastWords(ClientSocket socket, String code) {
        assertThat(socket.frames()).singleElement().satisfies(frame -> {
            assertThat(frame.event()).isEqualTo("session:closed");
            assertThat(frame.argument().path("code").asText()).isEqualTo(code);
            assertThat(frame.argument().path("reason").asText()).isNotBlank();
        });
    }

    private static void refused(
            SocketDriver.Kind client,
            SampleHost host,
            SharedHost.Drivers drivers,
            String code,
            UnaryOperator<Connect> with) {
        SocketDriver driver = drivers.of(client);
        ClientSocket socket = driver.open(with.apply(Connect.to(host.io())).keepingRaw());
        Refusal refusal = socket.refused();
        assertThat(refusal.code()).as("%s", refusal).isEqualTo(code);
        assertThat(refusal.message()).isNotBlank();
        socket.closed();
        try (Ears ears = new Ears(host, driver).with("visitor", Stories.nobody())) {
            ears.heardOf(() -> Stories.newAuthor(host.admin()));
        }
        assertThat(socket.frames()).isEmpty();
        assertThat(socket.raw()).noneMatch(packet -> packet.contains("author:create"));
    }
}
