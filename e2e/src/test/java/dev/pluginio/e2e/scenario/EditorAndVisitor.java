package dev.pluginio.e2e.scenario;

import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Ears;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** An editor and a visitor, with the official JavaScript client, at the host that all share. */
@ExtendWith(SharedHost.class)
@SuppressWarnings("NullAway.Init") // filled before each test
abstract class EditorAndVisitor {

    Cms editor;
    Ears ears;

    @BeforeEach
    void listen(SampleHost host, SharedHost.Drivers drivers) {
        editor = host.as(SampleHost.EDITOR);
        ears = new Ears(host, drivers.of(SocketDriver.Kind.JAVASCRIPT))
                .with("editor", Stories.as(host, SampleHost.EDITOR))
                .with("visitor", Stories.nobody());
    }

    @AfterEach
    void leave() {
        ears.close();
    }
}
