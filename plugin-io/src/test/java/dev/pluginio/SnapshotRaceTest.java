package dev.pluginio;

import static dev.pluginio.capture.jpa.model.Entities.counters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.capture.CaptureObserver;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.Interest;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.JpaCapture;
import dev.pluginio.capture.jpa.JpaHost;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Counter;
import dev.pluginio.session.entities.EntryName;
import dev.pluginio.session.entities.EntrySource;
import dev.pluginio.testing.EntityHouse;
import dev.pluginio.testing.RecordingClient;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Subscriptions against writers of a real database, with the real capture and the real log. */
class SnapshotRaceTest {

    private static final String COUNTER = "api::counter.counter";
    private static final String ARTICLE = "api::article.article";
    private static final int ENTRIES = 3;
    private static final int WRITERS = 3;
    private static final int CLIENTS = 8;
    private static final Pattern HITS = Pattern.compile("\"id\":(\\d+),.*\"hits\":(\\d+)");

    private EntityManagerFactory host;
    private EntityHouse house;
    private JpaCapture capture;

    EntityManagerFactory open() {
        return Database.h2(sql -> sql, Map.of());
    }

    int rounds() {
        return 1_000;
    }

    @BeforeEach
    void start() {
        host = open();
        JpaHost jpa = JpaHost.of(new Cms()).orElseThrow();
        ContentCatalog catalog = jpa.catalog(List.of());
        LateSource source = new LateSource();
        house = new EntityHouse(
                catalog,
                source,
                EntityHouse.patient(),
                exposure(catalog, COUNTER, PermissionRule.FIND),
                exposure(catalog, ARTICLE, PermissionRule.ACTION));
        house.role("reader", Permissions.of(Set.of(COUNTER + ".find", ARTICLE + ".find")));
        Sequencer sequencer = new Sequencer(
                house.log,
                Duration.ofSeconds(10),
                (delay, task) -> house.timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS),
                CaptureObserver.NONE);
        capture = jpa.attach(catalog, List.of(), new CaptureParts(new Wanted(), sequencer, CaptureObserver.NONE), null);
        source.actual = new StoredSource(capture.storedEntries(), null, sequencer);
    }

    @AfterEach
    void stop() {
        capture.close();
        house.close();
        host.close();
    }

    private static Exposure exposure(ContentCatalog catalog, String uid, PermissionRule permission) {
        return new Exposure(
                catalog.require(uid),
                Set.of(Action.CREATE, Action.UPDATE, Action.DELETE),
                Populate.VALUES,
                false,
                catalog.require(uid).singularName(),
                permission);
    }

    /** Who applies the answer and what follows has what is in the database, each version once. */
    @Test
    void aSnapshotAndWhatFollowsMissNothingAndDoubleNothing() throws Exception {
        host.runInTransaction(em -> counters(em, ENTRIES));
        ExecutorService all = Executors.newFixedThreadPool(WRITERS + CLIENTS);
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(rounds());
        List<Future<?>> writers = new ArrayList<>();
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Random random = new Random(i);
            writers.add(all.submit(() -> write(random, over)));
        }
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(100 + i);
            clients.add(all.submit(() -> {
                while (left.getAndDecrement() > 0) {
                    watch(random.nextInt(ENTRIES));
                }
            }));
        }
        try {
            for (Future<?> client : clients) {
                client.get(100, TimeUnit.SECONDS);
            }
        } finally {
            over.countDown();
            for (Future<?> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            all.shutdownNow();
        }
        assertThat(house.standings.size()).isZero();
    }

    private void write(Random random, CountDownLatch over) {
        while (over.getCount() > 0) {
            try (EntityManager em = host.createEntityManager()) {
                em.getTransaction().begin();
                Counter counter =
                        em.find(Counter.class, (long) random.nextInt(ENTRIES), LockModeType.PESSIMISTIC_WRITE);
                counter.hits++;
                em.flush();
                if (random.nextInt(4) == 0) {
                    em.getTransaction().rollback();
                } else {
                    em.getTransaction().commit();
                }
            }
            LockSupport.parkNanos(random.nextInt(500_000));
        }
    }

    private void watch(long id) {
        RecordingClient client = house.connect("reader");
        String answer = house.answer(client, "subscribe-entity", Map.of("uid", COUNTER, "id", id, "snapshot", true));
        assertThat(answer).contains("\"success\":true");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> hits(afterAnswer(client, answer), id).size() > 1);
        List<String> heard = List.copyOf(client.heard()); // it hears on
        int mark = heard.indexOf("(answer) " + answer);
        List<Long> shownAndFollowed = hits(heard.subList(mark, heard.size()), id);
        long shown = shownAndFollowed.get(0);
        for (int i = 1; i < shownAndFollowed.size(); i++) {
            assertThat(shownAndFollowed.get(i)).as("%s", shownAndFollowed).isEqualTo(shown + i);
        }
        assertThat(hits(heard.subList(0, mark), id)).allMatch(before -> before <= shown);
        house.disconnect(client);
    }

    private static List<String> afterAnswer(RecordingClient client, String answer) {
        List<String> heard = List.copyOf(client.heard());
        return heard.subList(heard.indexOf("(answer) " + answer), heard.size());
    }

    private static List<Long> hits(List<String> heard, long id) {
        return heard.stream()
                .map(HITS::matcher)
                .filter(Matcher::find)
                .filter(match -> match.group(1).equals(String.valueOf(id)))
                .map(match -> Long.valueOf(match.group(2)))
                .toList();
    }

    /** Nobody wanted to know of the change when it was about to be committed; who subscribes then learns of it. */
    @Test
    void aChangeThatNobodyWantedToHearOfIsKnownToWhoSubscribesMeanwhile() throws Exception {
        Article article = new Article();
        article.title = "One";
        article.publishedAt = Instant.EPOCH;
        host.runInTransaction(em -> em.persist(article));
        house.role("drafter", Permissions.of(Set.of(ARTICLE + ".find", ARTICLE + ".findDrafts")));
        RecordingClient client = house.connect("drafter");
        CountDownLatch completing = new CountDownLatch(1);
        CountDownLatch commit = new CountDownLatch(1);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> host.runInTransaction(em -> {
            em.find(Article.class, article.id).publishedAt = null;
            em.flush();
            em.unwrap(SharedSessionContractImplementor.class)
                    .getTransactionCompletionCallbacks()
                    .registerCallback((BeforeCompletionCallback) session -> {
                        completing.countDown();
                        await(commit);
                    });
        }));
        await(completing);

        CompletableFuture<String> answer =
                house.ask(client, "subscribe-entity", Map.of("uid", ARTICLE, "id", article.id));
        Awaitility.await().until(() -> house.standings.isFollowed(ARTICLE));
        house.settle();
        assertThat(answer).isNotDone();
        commit.countDown();
        writing.get(60, TimeUnit.SECONDS);
        assertThat(answer.get(60, TimeUnit.SECONDS)).contains("\"success\":true");
        assertThat(isPublished(article)).isFalse();

        host.runInTransaction(em -> em.find(Article.class, article.id).publishedAt = Instant.EPOCH);
        house.settle();
        assertThat(isPublished(article))
                .as("what nobody may hear of is known as long as somebody is subscribed")
                .isTrue();
        assertThat(client.heard()).hasSize(1);
    }

    private boolean isPublished(Article article) {
        return house.standings
                .find(ARTICLE, article.id, null)
                .orElseThrow()
                .state()
                .orElseThrow()
                .isPublished();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private final class Wanted implements Interest {
        @Override
        public Optional<Exposure> exposure(String uid) {
            return house.rules.exposures().configured(uid);
        }

        @Override
        public boolean isWanted(String uid) {
            return house.audiences.isHeard(uid) || house.standings.isFollowed(uid);
        }

        @Override
        public boolean isFollowed(String uid) {
            return house.standings.isFollowed(uid);
        }
    }

    private final class Cms implements HostCms {
        @Override
        public Authenticator authenticator() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public PermissionPolicy permissions() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return Optional.of(type.cast(host));
        }
    }

    /** What reads the database is made after what asks it. */
    private static final class LateSource implements EntrySource {
        private EntrySource actual;

        @Override
        public Optional<Found> find(Principal principal, Exposure exposure, EntryName name, boolean trusted) {
            return actual.find(principal, exposure, name, trusted);
        }

        @Override
        public Optional<Found> again(Principal principal, Exposure exposure, Found found) {
            return actual.again(principal, exposure, found);
        }

        @Override
        public Watch watch(Found found) {
            return actual.watch(found);
        }

        @Override
        public CompletableFuture<Void> unheardEnded() {
            return actual.unheardEnded();
        }
    }
}
