package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.e2e.driver.ClientSocket;
import dev.pluginio.e2e.driver.Cms;
import dev.pluginio.e2e.driver.Connect;
import dev.pluginio.e2e.driver.Json;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** B17: limits that stand in plugins.yml act in the packed plugin, and whoever keeps to them goes on. */
class LimitsIT {

    private static final String CONFIG = """
            io:
              enabled: true
              config:
                permission: find
                contentTypes: [ 'api::article.article' ]
                socket:
                  serverOptions: { host: 127.0.0.1, port: '${IO_PORT}' }
                  limits: { exempt: [], connectionsPerAddress: 2, packetsPerSecond: 20 }
            """;

    @Test
    void whoGoesBeyondIsCutOffAndItsNeighbourHearsOn() throws Exception {
        try (SampleHost host = SampleHost.setup().config(CONFIG).withoutProbe().start();
                SocketDriver driver = SocketDriver.Kind.JAVASCRIPT.start();
                ClientSocket neighbour = driver.open(Connect.to(host.io()).transports("websocket"))
                        .connected();
                ClientSocket flooding = driver.open(Connect.to(host.io()).transports("websocket"))
                        .connected()) {
            assertThat(statusOfOneMore(host.io())).as("a third connection").isEqualTo(429);

            for (int i = 0; i < 1_000; i++) {
                flooding.send("flood", List.of(Json.of(i)));
            }
            assertThat(flooding.disconnected()).isEqualTo("transport close");
            // the client may know that it is disconnected before the server knows that its connection has ended
            await().atMost(ClientSocket.PATIENCE)
                    .untilAsserted(() -> assertThat(statusOfOneMore(host.io()))
                            .as("there is room again")
                            .isEqualTo(200));

            Cms editor = host.as(SampleHost.EDITOR);
            Stories.publish(editor, Stories.newArticle(editor));
            assertThat(neighbour
                            .first("article:enter")
                            .data()
                            .path("documentId")
                            .isTextual())
                    .isTrue();
        }
    }

    private static int statusOfOneMore(URI server) throws Exception {
        URI handshake = URI.create("http://" + server.getAuthority() + "/socket.io/?EIO=4&transport=polling");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(handshake).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
