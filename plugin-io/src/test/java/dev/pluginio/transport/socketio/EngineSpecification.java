package dev.pluginio.transport.socketio;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What the document of Engine.IO protocol 4 says a server must or should do, sentence by sentence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineSpecification {

    final RunningTransport io = new RunningTransport();
    final RawClient raw = new RawClient(io.port());

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
