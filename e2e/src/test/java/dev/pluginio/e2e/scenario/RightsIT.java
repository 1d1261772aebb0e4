package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Roles are told apart by what they are, and what they may do holds at once. */
@ExtendWith(SharedHost.class)
class RightsIT {

    private static final String AUTHORS = "api::author.author.find";

    /** Guards B6: names that look alike are different roles. */
    @Test
    void twoRolesWhoseNamesLookAlikeShareNothing(SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String name = unique("Chief Editor");
        String may = admin.newUser(unique("chief"), admin.createRole(name, Set.of(AUTHORS)))
                .bearer();
        String alike = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
        String mayNot = admin.newUser(unique("chief"), admin.createRole(alike, Set.of()))
                .bearer();
        String blanks = name.replace(" ", "  ");
        String mayNotEither = admin.newUser(unique("chief"), admin.createRole(blanks, Set.of()))
                .bearer();
        try (Ears ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("may", connect -> connect.jwt(may))
                .with("may not", connect -> connect.jwt(mayNot))
                .with("may not either", connect -> connect.jwt(mayNotEither))) {
            assertThat(names(ears.heardOf(() -> newAuthor(host.as(SampleHost.EDITOR)))))
                    .isEqualTo(
                            Map.of("may", List.of("author:create"), "may not", List.of(), "may not either", List.of()));
        }
    }

    /** Guards B6: a role that gets another name stays the role it is. */
    @Test
    void aRenamedRoleGoesOnHearing(SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String role = admin.createRole(unique("before"), Set.of(AUTHORS));
        String jwt = admin.newUser(unique("member"), role).bearer();
        try (Ears ears =
                new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT)).with("member", connect -> connect.jwt(jwt))) {
            admin.rename(role, unique("after"));
            assertThat(names(ears.heardOf(() -> newAuthor(host.as(SampleHost.EDITOR)))))
                    .isEqualTo(Map.of("member", List.of("author:create")));
        }
    }

    /** Promise 3: permissions that are given or taken hold for whatever is committed after the answer. */
    @Test
    void editedPermissionsHoldAtOnceForLiveSockets(SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String role = admin.createRole(unique("role"), Set.of());
        String jwt = admin.newUser(unique("member"), role).bearer();
        try (Ears ears =
                new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT)).with("member", connect -> connect.jwt(jwt))) {
            for (int round = 0; round < 5; round++) {
                admin.setPermissions(role, Set.of(AUTHORS));
                assertThat(names(ears.heardOf(() -> newAuthor(host.as(SampleHost.EDITOR)))))
                        .isEqualTo(Map.of("member", List.of("author:create")));
                admin.setPermissions(role, Set.of());
                assertThat(names(ears.heardOf(() -> newAuthor(host.as(SampleHost.EDITOR)))))
                        .isEqualTo(Map.of("member", List.of()));
            }
        }
    }

    /** B32: who stays is told that what it has loaded may be too much or too little. */
    @Test
    void tellsClientsWhoseRoleIsEditedAndKeepsThem(SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String role = admin.createRole(unique("role"), Set.of());
        String jwt = admin.newUser(unique("member"), role).bearer();
        try (ClientSocket member = drivers.of(SocketDriver.Kind.JAVASCRIPT)
                .open(Connect.to(host.io()).jwt(jwt))
                .connected()) {
            Optional<String> id = member.sid();

            admin.setPermissions(role, Set.of(AUTHORS));

            assertThat(member.first("access:changed").argument().path("reason").asText())
                    .isEqualTo("permissions_changed");
            newAuthor(host.as(SampleHost.EDITOR));
            member.first("author:create");
            assertThat(member.sid()).isEqualTo(id);
            assertThat(member.isConnected()).isTrue();
        }
    }

    /** B32: who gets another role hears by it, over the connection it has. */
    @Test
    void movesClientsWhoseUserGetsAnotherRole(SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String name = unique("member");
        String user = admin.createUser(name, admin.createRole(unique("may not"), Set.of()));
        String jwt = host.as(name + "@example.com").bearer();
        String other = admin.createRole(unique("may"), Set.of(AUTHORS));
        try (ClientSocket member = drivers.of(SocketDriver.Kind.JAVASCRIPT)
                .open(Connect.to(host.io()).jwt(jwt))
                .connected()) {
            newAuthor(host.as(SampleHost.EDITOR));
            admin.giveRole(user, other);
            newAuthor(host.as(SampleHost.EDITOR));

            member.first("author:create");
            assertThat(names(member.frames())).containsExactly("access:changed", "author:create");
            assertThat(member.first("access:changed").argument().path("reason").asText())
                    .isEqualTo("role_changed");
            assertThat(member.isConnected()).isTrue();
        }
    }

    /** B32: whoever may not stay is told why, and then disconnected. */
    @Test
    void sendsAwayWhoeverMayNotStay(SampleHost host, SharedHost.Drivers drivers) {
        Admin admin = host.administration();
        String role = admin.createRole(unique("role"), Set.of(AUTHORS));
        Map<String, BiConsumer<String, Cms>> ends = Map.of(
                "blocked", (user, self) -> admin.block(user, true),
                "logged_out",
                        (user, self) -> self.post("/api/auth/logout", Map.of()).ok(),
                "password_changed",
                        (user, self) -> host.admin()
                                .put(
                                        "/admin/api/users/" + user + "/password",
                                        Map.of("data", Map.of("password", "quite another password")))
                                .ok());
        ends.forEach((code, end) -> {
            String name = unique("member");
            String user = admin.createUser(name, role);
            Cms self = host.as(name + "@example.com");
            goesAway(host, drivers, connect -> connect.jwt(self.bearer()), code, () -> end.accept(user, self));
        });
        Admin.NewToken token = admin.createToken(unique("token"), "custom", Set.of(AUTHORS));
        goesAway(
                host,
                drivers,
                connect -> connect.apiToken(token.secret()),
                "token_revoked",
                () -> admin.revokeToken(token.id()));
    }

    private static void goesAway(
            SampleHost host, SharedHost.Drivers drivers, UnaryOperator<Connect> as, String code, Runnable end) {
        try (ClientSocket socket = drivers.of(SocketDriver.Kind.JAVASCRIPT)
                .open(as.apply(Connect.to(host.io())))
                .connected()) {
            end.run();
            newAuthor(host.as(SampleHost.EDITOR));

            assertThat(socket.disconnected()).isEqualTo("io server disconnect");
            assertThat(names(socket.frames())).containsExactly("session:closed");
            assertThat(socket.first("session:closed").argument().path("code").asText())
                    .isEqualTo(code);
        }
    }
}
