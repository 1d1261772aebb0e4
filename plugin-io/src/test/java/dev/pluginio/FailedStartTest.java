package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.capture.jpa.Database;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.spi.EventType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Promise 6: a start that fails leaves nothing behind in the host, whatever it fails at. */
class FailedStartTest {

    private static final String TYPE = "api::author.author";

    @TempDir
    Path folder;

    private final EntityManagerFactory factory = Database.h2(sql -> sql, Map.of());
    private final Set<Thread> threadsBefore = threads();
    private final int listenersBefore = listeners();

    @AfterEach
    void close() {
        factory.close();
    }

    private WholeHost host() {
        return new WholeHost(folder, factory);
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("plugin-io"))
                .collect(Collectors.toSet());
    }

    private int listeners() {
        SessionFactoryImplementor hibernate = factory.unwrap(SessionFactoryImplementor.class);
        return EventType.values().stream()
                .map(type -> hibernate.getEventListenerRegistry().getEventListenerGroup(type))
                .mapToInt(EventListenerGroup::count)
                .sum();
    }

    private void requireNothingLeft() {
        assertThat(listeners()).isEqualTo(listenersBefore);
        Awaitility.await().untilAsserted(() -> assertThat(threads()).isSubsetOf(threadsBefore));
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void whenThePortIsTaken() throws Exception {
        try (ServerSocket taken = taken()) {
            assertThatThrownBy(() -> host().start(TYPE, taken.getLocalPort(), ""));
            requireNothingLeft();
        }
    }

    @Test
    void whenTheConfigurationIsWrong() {
        assertThatThrownBy(() -> host().start(TYPE, 0, "    nonsense: 1\n")).hasMessageContaining("nonsense");
        requireNothingLeft();
    }

    @Test
    void whenTheTablesCannotBeMade() {
        factory.runInTransaction(em ->
                em.createNativeQuery("create table pluginio_event (other int)").executeUpdate());
        assertThatThrownBy(() -> host().start(TYPE)).hasMessageContaining("event log");
        requireNothingLeft();
    }

    /** Such as that there can be no more threads. */
    @Test
    void whenTheMachineHasNothingLeft() {
        OutOfMemoryError failure = new OutOfMemoryError("unable to create native thread");
        assertThatThrownBy(() -> host().failingWith(failure).start(TYPE)).isSameAs(failure);
        requireNothingLeft();
    }

    /** What the former instance left at work for this one goes with it. */
    @Test
    void whenItWasToTakeOver() throws Exception {
        host().start(TYPE).close();
        assertThat(listeners()).isGreaterThan(listenersBefore);
        try (ServerSocket taken = taken()) {
            assertThatThrownBy(() -> host().start(TYPE, taken.getLocalPort(), ""));
        }
        requireNothingLeft();
    }

    @Test
    void aStartThatSucceedsAfterwardsFindsTheHostAsItWas() throws Exception {
        whenThePortIsTaken();
        try (Wiring wiring = host().start(TYPE, 0, "    #\n")) {
            assertThat(wiring.service()).isPresent();
        }
    }
}
