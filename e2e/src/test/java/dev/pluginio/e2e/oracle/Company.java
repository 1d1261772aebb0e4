package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.Admin;
import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The listeners: one of each role and token type there is, roles and tokens with permissions at random, both clients. */
final class Company implements AutoCloseable {

    private static final List<String> GIVEN = List.of("Public", "Authenticated", "Editor");

    private final SampleHost host;
    private final Admin admin;
    private final List<SocketDriver> drivers =
            List.of(SocketDriver.Kind.JAVASCRIPT.start(), SocketDriver.Kind.JAVA.start());
    private final List<Person> people = new ArrayList<>();
    private final Map<String, List<Person>> byRole = new LinkedHashMap<>();

    Company(SampleHost host, Dice dice) {
        this.host = host;
        this.admin = host.administration();
        boolean complete = false;
        try {
            for (String role : GIVEN) {
                admin.setPermissions(roleId(role), dice.permissions());
            }
            user("admin", "Administrator", host.admin());
            user("editor", "Editor", host.as(SampleHost.EDITOR));
            user("reader", "Authenticated", host.as(SampleHost.READER));
            user("visitor", "Public", host.anonymous());
            for (int i = 1; i <= 3; i++) {
                String role = "role " + i;
                String id = admin.createRole(role, dice.permissions());
                user("user" + i, role, admin.newUser("user" + i, id));
            }
            token("full", "full-access", Set.of());
            token("readonly", "read-only", Set.of());
            token("custom1", "custom", dice.permissions());
            token("custom2", "custom", dice.permissions());
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    List<Person> people() {
        return people;
    }

    /** Somebody who may hear everything. */
    Person witness() {
        return people.get(0);
    }

    /** Gives a role other permissions, as an administrator does. They hold when the answer is there. */
    void changeSomebodysRights(Dice dice) {
        List<String> roles = byRole.keySet().stream()
                .filter(role -> !role.equals("Administrator"))
                .toList();
        String role = dice.one(roles);
        Set<String> permissions = dice.permissions();
        admin.setPermissions(roleId(role), permissions);
        byRole.getOrDefault(role, List.of()).forEach(person -> person.given(Rights.of(permissions)));
    }

    private void user(String name, String role, Cms rest) {
        boolean anonymous = role.equals("Public");
        for (SocketDriver driver : drivers) {
            Connect connect = Connect.to(host.io());
            ClientSocket socket = driver.open(anonymous ? connect : connect.jwt(rest.bearer()));
            Person person = new Person(name, rightsOf(role), rest, socket.connected());
            people.add(person);
            byRole.computeIfAbsent(role, key -> new ArrayList<>()).add(person);
            if (!GIVEN.contains(role)) {
                break; // both clients for the roles that everybody has, one for the others
            }
        }
    }

    private void token(String name, String type, Set<String> permissions) {
        Admin.NewToken token = admin.createToken(name, type, permissions);
        ClientSocket socket = drivers.get(0).open(Connect.to(host.io()).apiToken(token.secret()));
        Rights rights = switch (type) {
            case "full-access" -> Rights.ALL;
            case "read-only" -> Rights.of(readOnly());
            default -> Rights.of(permissions);
        };
        people.add(new Person(name, rights, host.anonymous().as(token.secret()), socket.connected()));
    }

    private static Set<String> readOnly() {
        Set<String> permissions = new HashSet<>();
        for (Kind kind : Kind.values()) {
            permissions.add(kind.uid() + ".find");
        }
        return permissions;
    }

    private Rights rightsOf(String role) {
        if (role.equals("Administrator")) {
            return Rights.ALL;
        }
        Set<String> permissions = new HashSet<>();
        admin.role(role).path("permissions").forEach(permission -> permissions.add(permission.asText()));
        return Rights.of(permissions);
    }

    private String roleId(String name) {
        return admin.role(name).path("id").asText();
    }

    @Override
    public void close() {
        drivers.forEach(SocketDriver::close);
    }
}
