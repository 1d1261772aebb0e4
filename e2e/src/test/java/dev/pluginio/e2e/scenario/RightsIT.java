package dev.pluginio.e2e.scenario;

import static dev.pluginio.e2e.scenario.Stories.names;
import static dev.pluginio.e2e.scenario.Stories.newAuthor;
import static dev.pluginio.e2e.scenario.Stories.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
}
