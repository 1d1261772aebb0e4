package dev.pluginio.e2e.oracle;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;

/** Somebody who listens, and may read by REST, with the same credentials. */
final class Person {

    private final String name;
    private final Cms rest;
    private final ClientSocket socket;
    private Rights rights;

    Person(String name, Rights rights, Cms rest, ClientSocket socket) {
        this.name = name;
        this.rights = rights;
        this.rest = rest;
        this.socket = socket;
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
        return rest;
    }

    ClientSocket socket() {
        return socket;
    }

    @Override
    public String toString() {
        return name + " " + rights;
    }
}
