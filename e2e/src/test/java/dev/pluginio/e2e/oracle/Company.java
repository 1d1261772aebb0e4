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
import java.util.TreeSet;

/** The listeners: one of each role and token type there is, roles and tokens with permissions at random, both clients. */
final class Company implements AutoCloseable {

    /** The custom rooms there are. */
    static final List<String> ROOMS = List.of("blue", "green", "red");

    private static final String ADMINISTRATOR = "Administrator";
    private static final String PUBLIC = "Public";
    private static final List<String> GIVEN = List.of(PUBLIC, "Authenticated", "Editor");

    private final SampleHost host;
    private final Admin admin;
    private final List<SocketDriver> drivers =
            List.of(SocketDriver.Kind.JAVASCRIPT.start(), SocketDriver.Kind.JAVA.start());
    private final List<Person> people = new ArrayList<>();
    private final Map<Person, SocketDriver> driverOf = new LinkedHashMap<>();
    private final Map<String, String> roles = new LinkedHashMap<>();
    private final Map<String, Rights> rightsOf = new LinkedHashMap<>();
    private int tokens;

    Company(SampleHost host, Dice dice) {
        this.host = host;
        this.admin = host.administration();
        boolean complete = false;
        try {
            GIVEN.forEach(role -> role(role, admin.role(role).path("id").asText(), dice.permissions()));
            roles.put(ADMINISTRATOR, admin.role(ADMINISTRATOR).path("id").asText());
            rightsOf.put(id(ADMINISTRATOR), Rights.ALL);
            user(SampleHost.ADMIN, ADMINISTRATOR, true);
            user(SampleHost.EDITOR, "Editor", true);
            user(SampleHost.READER, "Authenticated", true);
            visitors();
            for (int i = 1; i <= 3; i++) {
                String role = "role " + i;
                role(role, admin.createRole(role, Set.of()), dice.permissions());
                admin.createUser("user" + i, id(role));
                user("user" + i + "@example.com", role, false); // both clients for the given roles, one for the others
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

    /** Somebody who may hear everything, and whose rights never change. */
    Person witness() {
        return people.get(0);
    }

    /** By which rules can mean somebody. */
    List<String> names() {
        Set<String> names = new TreeSet<>();
        people.forEach(person -> names.addAll(person.standing().names()));
        ROOMS.forEach(room -> names.add("room:" + room));
        return List.copyOf(names);
    }

    /** Draws whose rights are to change, and how. */
    Upheaval upheaval(Dice dice) {
        int roll = dice.below(10);
        if (roll < 5) {
            return edit(dice);
        }
        return roll < 8 ? move(dice) : roll < 9 ? block(dice) : revoke(dice);
    }

    /** A role gets other permissions. */
    private Upheaval edit(Dice dice) {
        String role = dice.one(roles.keySet().stream()
                .filter(name -> !name.equals(ADMINISTRATOR))
                .toList());
        Set<String> permissions = dice.permissions();
        Rights rights = Rights.of(permissions);
        boolean changes = !rights.equals(rightsOf.get(id(role)));
        List<Person> members = changes ? inRole(id(role)) : List.of();
        return new Upheaval(
                "other permissions for the role " + role,
                members,
                "access:changed permissions_changed",
                false,
                true,
                person -> person.ear(rights, person.standing()),
                () -> admin.setPermissions(id(role), permissions),
                () -> {
                    rightsOf.put(id(role), rights);
                    members.forEach(person -> person.becomes(person.standing(), rights));
                });
    }

    /** A user gets another role. */
    private Upheaval move(Dice dice) {
        Person chosen = somebody(dice);
        String role = dice.one(roles.keySet().stream()
                .filter(name -> !name.equals(PUBLIC)
                        && !id(name).equals(chosen.standing().role()))
                .toList());
        Rights rights = rights(id(role));
        String user = chosen.standing().user();
        List<Person> devices = ofUser(user);
        return new Upheaval(
                chosen.name() + " gets the role " + role,
                devices,
                "access:changed role_changed",
                false,
                false,
                person -> person.ear(rights, person.standing().withRole(id(role))),
                () -> admin.giveRole(user, id(role)),
                () -> devices.forEach(person -> person.becomes(person.standing().withRole(id(role)), rights)));
    }

    /** A user is blocked, and let in again later. */
    private Upheaval block(Dice dice) {
        Person chosen = somebody(dice);
        String user = chosen.standing().user();
        List<Person> devices = ofUser(user);
        return new Upheaval(
                chosen.name() + " is blocked",
                devices,
                "session:closed blocked",
                true,
                false,
                Person::ear,
                () -> admin.block(user, true),
                () -> {
                    admin.block(user, false);
                    devices.forEach(person -> person.returns(
                            person.rest(),
                            open(person, Connect.to(host.io()).jwt(person.rest().bearer()))));
                });
    }

    /** A token is revoked, and its owner gets another. */
    private Upheaval revoke(Dice dice) {
        Person owner = dice.one(people.stream()
                .filter(person -> person.name().startsWith("custom"))
                .toList());
        Set<String> permissions = dice.permissions();
        return new Upheaval(
                "the token of " + owner.name() + " is revoked",
                List.of(owner),
                "session:closed token_revoked",
                true,
                false,
                Person::ear,
                () -> admin.revokeToken(owner.standing().token()),
                () -> {
                    Admin.NewToken token = admin.createToken(owner.name() + " " + ++tokens, "custom", permissions);
                    owner.becomes(new Person.Standing("", "", token.id()), Rights.of(permissions));
                    owner.returns(
                            host.anonymous().as(token.secret()),
                            open(owner, Connect.to(host.io()).apiToken(token.secret())));
                });
    }

    private Person somebody(Dice dice) {
        return dice.one(people.stream()
                .filter(person -> !person.standing().user().isEmpty()
                        && !person.standing().user().equals(witness().standing().user()))
                .toList());
    }

    private List<Person> inRole(String role) {
        return people.stream()
                .filter(person -> person.standing().role().equals(role))
                .toList();
    }

    private List<Person> ofUser(String user) {
        return people.stream()
                .filter(person -> person.standing().user().equals(user))
                .toList();
    }

    private void role(String name, String id, Set<String> permissions) {
        roles.put(name, id);
        admin.setPermissions(id, permissions);
        rightsOf.put(id, Rights.of(permissions));
    }

    private String id(String role) {
        return java.util.Objects.requireNonNull(roles.get(role), role);
    }

    private Rights rights(String role) {
        return java.util.Objects.requireNonNull(rightsOf.get(role), role);
    }

    private void user(String email, String role, boolean onBoth) {
        Cms rest = host.as(email);
        String name = email.substring(0, email.indexOf('@'));
        Person.Standing standing = new Person.Standing(admin.userId(name), id(role), "");
        for (SocketDriver driver : onBoth ? drivers : drivers.subList(0, 1)) {
            add(
                    driver,
                    name,
                    standing,
                    rights(id(role)),
                    rest,
                    Connect.to(host.io()).jwt(rest.bearer()));
        }
    }

    private void visitors() {
        for (SocketDriver driver : drivers) {
            Person.Standing standing = new Person.Standing("", id(PUBLIC), "");
            add(driver, "visitor", standing, rights(id(PUBLIC)), host.anonymous(), Connect.to(host.io()));
        }
    }

    private void token(String name, String type, Set<String> permissions) {
        Admin.NewToken token = admin.createToken(name, type, permissions);
        Rights rights = switch (type) {
            case "full-access" -> Rights.ALL;
            case "read-only" -> Rights.of(readOnly());
            default -> Rights.of(permissions);
        };
        add(
                drivers.get(0),
                name,
                new Person.Standing("", "", token.id()),
                rights,
                host.anonymous().as(token.secret()),
                Connect.to(host.io()).apiToken(token.secret()));
    }

    private void add(
            SocketDriver driver, String name, Person.Standing standing, Rights rights, Cms rest, Connect connect) {
        Person person =
                new Person(name, standing, rights, rest, driver.open(connect).connected());
        people.add(person);
        driverOf.put(person, driver);
    }

    private ClientSocket open(Person person, Connect connect) {
        return java.util.Objects.requireNonNull(driverOf.get(person))
                .open(connect)
                .connected();
    }

    private static Set<String> readOnly() {
        Set<String> permissions = new HashSet<>();
        for (Kind kind : Kind.values()) {
            permissions.add(kind.uid() + ".find");
        }
        return permissions;
    }

    @Override
    public void close() {
        drivers.forEach(SocketDriver::close);
    }
}
