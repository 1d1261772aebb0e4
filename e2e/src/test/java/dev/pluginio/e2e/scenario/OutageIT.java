package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Postgres;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import org.junit.jupiter.api.Test;

/** The host cannot tell who somebody is, for a while. */
class OutageIT {

    /** A refusal in words would make the official client give up; a connection that breaks off makes it try again. */
    @Test
    void whoConnectsMeanwhileComesBackByItselfAndGetsIn() {
        try (Postgres postgres = Postgres.start()) {
            String database = postgres.newDatabase();
            try (SampleHost host = postgres.in(database, SampleHost.setup())
                            .withoutProbe()
                            .expectingErrors()
                            .start();
                    SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start()) {
                String token = host.as(SampleHost.EDITOR).bearer();
                postgres.execute(database, "alter table users rename to away");
                try (ClientSocket socket =
                        driver.open(Connect.to(host.io()).jwt(token).reconnecting())) {
                    host.log().await("that a client is refused", line -> line.contains("could not authenticate"));
                    assertThat(socket.isConnected()).isFalse();

                    postgres.execute(database, "alter table away rename to users");

                    assertThat(socket.connected().sid()).isPresent();
                }
            }
        }
    }
}
