package dev.pluginio.session;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.TAG;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.access.Permissions;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.DurableHost;
import dev.pluginio.log.Keepsakes;
import dev.pluginio.log.jpa.JpaKeepsakes;
import dev.pluginio.transport.Admission.Admitted;
import dev.pluginio.transport.Room;
import jakarta.persistence.EntityManagerFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** B25: clients come back to another process of the same host, over the same database. */
class RestartTest extends RecoveryTesting {

    private final DurableHost host = new DurableHost(database()).fresh();
    private final List<JpaKeepsakes> processes = new ArrayList<>();

    /** A slow machine's database is not one that does not answer. */
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(task, 15 * delay, unit);
        }
    };

    EntityManagerFactory database() {
        return Database.h2(sql -> sql, Map.of());
    }

    @BeforeEach
    void makeTables() {
        host.open().close();
        begin();
    }

    @AfterEach
    void end() {
        processes.forEach(JpaKeepsakes::close);
        timer.shutdownNow();
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
                        timer));
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

    /** The process dies while a client is being given the state of an entry, and has had later events of others. */
    @Test
    void reloadsIfSomethingWasBeingKeptBackFromItWhenTheProcessDied() {
        Guest first = comes("reader", null);
        Session.of(first.client()).holdsBack().toCompletableFuture().join();
        article(1);
        article(2);
        String offset = offsetIn(first.client().heard().get(1));
        begin();

        hearsOnly(enters(asks("reader", first.pid(), "/", offset).join()), "sync:required");
    }

    @Test
    void needNotReloadAfterASnapshot() {
        Guest first = comes("reader", null);
        source.put(ARTICLE, published(1, "t1"));
        assertThat(house.answer(
                        first.client(),
                        "subscribe-entity",
                        Map.of("uid", ARTICLE, "documentId", "doc1", "snapshot", true)))
                .contains("\"success\":true");
        await().until(() -> !Session.of(first.client()).account().isHeldBack());
        Session.of(first.client()).kept().toCompletableFuture().join();
        begin();
        article(2);

        hearsOnly(comes("reader", first.pid()), "article:create");
    }

    @Test
    void givesWhatAnEarlierProcessKeptToNobodyElse() {
        Guest first = comes("reader", null);
        begin();

        assertThat(comes("other", first.pid()).pid()).isNotEqualTo(first.pid());
        assertThat(comes("reader", first.pid(), "/chat").pid()).isNotEqualTo(first.pid());
        assertThat(comes("reader", "AAAAAAAAAAAAAAAAAAAAAA").pid()).isNotEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
        assertThat(comes("reader", first.pid()).pid()).isEqualTo(first.pid());
    }

    /** The network may lose two connections in a row. */
    @Test
    void givesItToTheLaterOfTwoThatComeAtOnceWhenTheOtherHasGone() {
        Guest first = comes("reader", null);
        begin();

        CompletableFuture<Admitted> other = asks("reader", first.pid());
        CompletableFuture<Admitted> later = asks("reader", first.pid());
        Guest half = enters(other.join());
        assertThat(half.pid()).isEqualTo(first.pid());
        assertThat(half.client().isPresent()).isFalse();
        leaves(half, "asked to reconnect");

        Guest back = enters(later.join());
        assertThat(back.pid()).isEqualTo(first.pid());
        article(1);
        hearsOnly(back, "article:create");
    }

    /** As who it was, which is written down; it has not entered yet. */
    private void isAdmittedAgain(Guest guest, String role) {
        Admitted admitted = asks(role, guest.pid()).join();
        assertThat(admitted.pass().pid()).isEqualTo(guest.pid());
        ((Session) admitted.attachment()).kept().toCompletableFuture().join();
    }

    /** The process may die before the client hears that it is who it was. */
    @Test
    void mayBeTakenByTheProcessAfterTheNext() {
        Guest first = comes("reader", null);
        begin();
        isAdmittedAgain(first, "reader");
        begin();

        assertThat(comes("reader", first.pid()).pid()).isEqualTo(first.pid());
    }

    @Test
    void comesBackToTheNextProcessJustAfterItCameBackToThisOne() {
        Guest first = comes("reader", null);
        first.client().join(Room.custom("given"));
        Session.of(first.client()).kept().toCompletableFuture().join();
        leaves(first, LOST);
        assertThat(comes("reader", first.pid()).pid()).isEqualTo(first.pid());
        begin();

        Guest back = comes("reader", first.pid());

        assertThat(back.pid()).isEqualTo(first.pid());
        assertThat(back.client().rooms()).contains(Room.custom("given"));
    }

    private void beginWith(Permissions others) {
        house.permit("other", others);
        house.enforcement.start();
        begin();
    }

    @Test
    void isToldIfItsRightsChangedWhileNoProcessRan() {
        house.enforcement.start();
        Guest same = comes("reader", null);
        Guest narrowed = comes("other", null);
        beginWith(allowed());
        isAdmittedAgain(narrowed, "other"); // and that process dies before it tells it anything
        begin();

        hearsOnly(comes("other", narrowed.pid()), "access:changed");
        Guest back = comes("reader", same.pid());
        article(1);
        hearsOnly(back, "article:create");
    }

    @Test
    void isToldOfAnyRightsButThoseThatItWasToldOfLast() {
        house.enforcement.start();
        Guest first = comes("other", null);
        otherMay(allowed(ARTICLE + ".find", TAG + ".find"));
        hearsOnly(first, "access:changed");
        article(1);
        String offset = offsetIn(first.client().heard().get(1));
        processes.get(0).close();
        begin();

        Guest told = enters(asks("other", first.pid(), "/", offset).join());
        processes.get(1).close();
        beginWith(allowed(ARTICLE + ".find"));

        hearsOnly(enters(asks("other", first.pid(), "/", offset).join()), "access:changed");
        assertThat(told.client().heard()).isEmpty();
    }

    /** A new client could not come back, if the process died before it is kept. */
    @Test
    void waitsForTheDatabaseOnlyIfItIsNew() {
        Queue<CompletableFuture<Boolean>> writes = new ConcurrentLinkedQueue<>();
        house.sessions.recoverBy(recoveryBy(writtenWhen(writes)));
        CompletableFuture<Admitted> asking = asks("reader", null);
        await().until(() -> !writes.isEmpty());
        assertThat(asking).isNotDone();
        writes.remove().complete(true);
        Guest first = enters(asking.join());
        leaves(first, LOST);

        assertThat(comes("reader", first.pid()).pid()).isEqualTo(first.pid());
        assertThat(writes).isNotEmpty().noneMatch(CompletableFuture::isDone);
    }

    private static Keepsakes writtenWhen(Queue<CompletableFuture<Boolean>> writes) {
        return new Keepsakes() {
            @Override
            public boolean areKept() {
                return true;
            }

            @Override
            public Keepsake begin(String key, Supplier<String> note) {
                return new Keepsake() {
                    @Override
                    public CompletionStage<Boolean> keep() {
                        var written = new CompletableFuture<Boolean>();
                        writes.add(written);
                        return written;
                    }
                };
            }
        };
    }

    @Test
    void isForgottenIfItLeftForGood() {
        Guest first = comes("reader", null);
        leaves(first, "client namespace disconnect");
        processes.get(0).close();
        begin();

        assertThat(comes("reader", first.pid()).pid()).isNotEqualTo(first.pid());
    }

    /** Nobody waits long, or gets an error, that would not without recovery. */
    @Test
    void letsClientsInThatItCannotKeep() {
        Guest kept = comes("reader", null);
        host.factory.runInTransaction(
                em -> em.createNativeQuery("drop table pluginio_keepsake").executeUpdate());

        Guest first = comes("reader", null);
        first.client().join(Room.custom("given"));
        leaves(kept, LOST);
        Guest back = comes("reader", kept.pid());

        assertThat(back.pid()).isEqualTo(kept.pid()); // it is in memory
        assertThat(first.client().isPresent()).isTrue();
    }

    /** Whoever goes on then may need the lock of somebody who has something kept at that moment. */
    @Test
    void hearsThatNothingIsKeptWithoutALock() {
        JpaKeepsakes keepsakes = processes.get(0);
        host.factory.runInTransaction(
                em -> em.createNativeQuery("drop table pluginio_keepsake").executeUpdate());
        Keepsakes.Keepsake own = keepsakes.begin("name", () -> "note");

        var written = own.keep().thenApply(kept -> Thread.holdsLock(keepsakes));
        var taken = keepsakes.take("name", note -> true).thenApply(note -> Thread.holdsLock(keepsakes));

        assertThat(written).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(false);
        assertThat(taken).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(false);
    }
}
