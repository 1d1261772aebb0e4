package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody who listens, and may read by REST, with the same credentials. */
final class Person {

    private final String name;
    private final @Nullable Cms rest;
    private final @Nullable ClientSocket socket;
    private Rights rights;

    Person(String name, Rights rights, Cms rest, ClientSocket socket) {
        this(name, rights, new Ways(rest, socket));
    }

    /** Somebody who neither reads nor listens, for tests of the judge. */
    static Person silent(String name, Rights rights) {
        return new Person(name, rights, new Ways(null, null));
    }

    private record Ways(@Nullable Cms rest, @Nullable ClientSocket socket) {}

    private Person(String name, Rights rights, Ways ways) {
        this.name = name;
        this.rights = rights;
        this.rest = ways.rest();
        this.socket = ways.socket();
    }

    String name() {
        return name;
    }

    Rights rights() {
        return rights;
    }

    void given(Rights others) {
        rights = others;
    }

    Cms rest() {
        return Objects.requireNonNull(rest);
    }

    ClientSocket socket() {
        return Objects.requireNonNull(socket);
    }

    @Override
    public String toString() {
        return name + " " + rights;
    }
}
