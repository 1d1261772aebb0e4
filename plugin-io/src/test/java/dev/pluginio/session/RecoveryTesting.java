package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.AccessChange;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Keepsakes;
import dev.pluginio.log.Retention;
import dev.pluginio.session.recovery.RecoverySettings;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TableSource;
import dev.pluginio.transport.Admission.Admitted;
import dev.pluginio.transport.Handshake;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Clients that come back, over stages without a network. */
abstract class RecoveryTesting {
    static final String LOST = "transport close";

    final TableSource source = new TableSource();
    final EntityHouse house =
            new EntityHouse(Blog.CATALOG, source, EntityHouse.patient(), Blog.articles(PermissionRule.FIND));
    final Recovery recovery = recoveryBy(Keepsakes.NONE);

    /** What remembers nothing yet but by these. */
    Recovery recoveryBy(Keepsakes keepsakes) {
        return new Recovery(
                settings(true),
                new Recovery.Parts(
                        house.log.journal(), house.catchUp, house.rulings, house.subscriptions, house.enforcement),
                keepsakes,
                new SecureRandom(),
                house.nanoTime::get,
                SessionObserver.NONE);
    }

    static RecoverySettings settings(boolean enabled) {
        return new RecoverySettings(enabled, Duration.ofMinutes(1), 10);
    }

    @BeforeEach
    void open() {
        house.log.reconfigure(new Retention(1_000, 1_000_000, Duration.ofHours(1)));
        house.sessions.recoverBy(recovery);
        house.role("reader", allowed(ARTICLE + ".find"));
        house.role("other", allowed(ARTICLE + ".find"));
    }

    @AfterEach
    void close() {
        house.close();
    }

    /** One that was let in. */
    record Guest(Admitted admitted, RecordingClient client) {
        String pid() {
            return admitted.pass().pid();
        }
    }

    CompletableFuture<Admitted> asks(String role, String pid) {
        return asks(role, pid, "/");
    }

    CompletableFuture<Admitted> asks(String role, String pid, String namespace) {
        return asks(role, pid, namespace, null);
    }

    CompletableFuture<Admitted> asks(String role, String pid, String namespace, @Nullable String offset) {
        Map<String, Object> auth = new HashMap<>(Map.of("token", role));
        if (pid != null) {
            auth.put("pid", pid);
        }
        if (offset != null) {
            auth.put("offset", offset);
        }
        var handshake = new Handshake(namespace, auth, Map.of(), new InetSocketAddress("127.0.0.1", 1));
        return house.sessions
                .connecting(handshake)
                .thenApply(Admitted.class::cast)
                .toCompletableFuture();
    }

    Guest enters(Admitted admitted) {
        return enters(admitted, "/");
    }

    Guest enters(Admitted admitted, String namespace) {
        RecordingClient client = house.transport.add(new RecordingClient(
                namespace,
                admitted.attachment(),
                admitted.pass() == null ? null : admitted.pass().id()));
        admitted.rooms().forEach(client::join);
        house.sessions.connected(client);
        return new Guest(admitted, client);
    }

    Guest comes(String role, String pid) {
        return enters(asks(role, pid).join());
    }

    Guest comes(String role, String pid, String namespace) {
        return enters(asks(role, pid, namespace).join(), namespace);
    }

    void leaves(Guest guest, String reason) {
        guest.client.disconnect();
        house.sessions.disconnected(guest.client, reason);
        house.transport.remove(guest.client);
    }

    void article(long id) {
        house.commit(ContentChange.created(ARTICLE, published(id, "t" + id)));
        house.settle();
    }

    /** Changes what the role {@code other} may do, and has that act. */
    void otherMay(Permissions permissions) {
        house.permit("other", permissions);
        house.enforcement
                .changed(new AccessChange.EverythingChanged())
                .toCompletableFuture()
                .join();
    }

    static void hearsOnly(Guest guest, String event) {
        await().until(() -> !guest.client.heard().isEmpty());
        assertThat(guest.client.heard()).singleElement().asString().startsWith(event);
    }

    static String offsetIn(String frame) {
        return frame.replaceAll(".*\"offset\":\"([^\"]*)\".*", "$1");
    }
}
