package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.DurableHost;
import dev.pluginio.log.jpa.JpaKeepsakes;
import dev.pluginio.transport.Room;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B25: clients come back to another process of the same host, over the same database. */
class RestartTest extends RecoveryTesting {

    private final DurableHost host = new DurableHost(Database.h2(sql -> sql, Map.of()));
    private final List<JpaKeepsakes> processes = new ArrayList<>();

    @BeforeEach
    void makeTables() {
        host.open().close();
        begin();
    }

    @AfterEach
    void end() {
        processes.forEach(JpaKeepsakes::close);
        host.close();
    }

    /** A process that knows nothing but what is in the database; the log goes on. */
    private void begin() {
        JpaKeepsakes keepsakes = JpaKeepsakes.of(
                host.factory,
                new JpaKeepsakes.Surroundings(
                        new SecureRandom(),
                        Clock.systemUTC(),
                        System::nanoTime,
                        Executors.defaultThreadFactory(),
                        house.timer));
        processes.add(keepsakes);
        house.sessions.recoverBy(recoveryBy(keepsakes));
    }

    @Test
    void comesBackToTheNextProcessWithWhatItHad() {
        Guest first = comes("reader", null);
        first.client().join(Room.custom("given"));
        source.put(ARTICLE, published(1, "t1"));
        assertThat(house.answer(first.client(), "subscribe-entity", Map.of("uid", ARTICLE, "documentId", "doc1")))
                .contains("\"success\":true");
        begin();
        article(2);

        Guest back = comes("reader", first.pid());

        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.client().id()).isEqualTo(first.client().id());
        assertThat(back.client().rooms()).contains(Room.custom("given"), Room.entity(ARTICLE, "doc1"));
        await().until(() -> back.client().heard().stream().anyMatch(frame -> frame.contains("t2")));
        assertThat(house.answer(back.client(), "get-entity-subscriptions")).contains("doc1");
    }
}
