package dev.pluginio.transport.socketio;

import dev.pluginio.transport.TransportSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** One transport for all tests of a class; at the beginning of each nobody is connected, and nothing has happened. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransportTesting {

    final RunningTransport io;
    final RawClient raw;

    TransportTesting() {
        this(new RunningTransport());
    }

    TransportTesting(TransportSettings settings) {
        this(new RunningTransport(settings));
    }

    private TransportTesting(RunningTransport running) {
        io = running;
        raw = new RawClient(running.port());
    }

    @BeforeEach
    void forget() {
        io.disconnectAll();
        io.recorder.forget();
        io.counts.forget();
    }

    @AfterAll
    void close() {
        io.close();
    }
}
