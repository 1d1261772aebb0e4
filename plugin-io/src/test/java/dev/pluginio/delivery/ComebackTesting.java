package dev.pluginio.delivery;

import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.Role;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Room;
import org.junit.jupiter.api.AfterEach;

/** Clients that were away, of a log that keeps everything unless it is built anew. */
abstract class ComebackTesting {

    final Role reader;
    Comeback house;

    ComebackTesting() {
        this(new Comeback(Comeback.ALL));
    }

    ComebackTesting(Comeback house) {
        this.house = house;
        this.reader = house.reader;
    }

    /** Begins anew with another log. */
    void rebuild(Comeback other) {
        house.close();
        house = other;
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** Waits until a client that came back was given all that it missed. */
    static void hasCaughtUp(RecordingClient client) {
        await().until(() -> !client.rooms().contains(Room.BEHIND));
    }
}
