package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.capture.CaptureParts;
import dev.pluginio.capture.CountingObserver;
import dev.pluginio.capture.FakeInterest;
import dev.pluginio.capture.RecordingLog;
import dev.pluginio.capture.Sequencer;
import dev.pluginio.capture.jpa.model.Blog.Article;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A host with capture attached. */
abstract class CaptureTesting {

    static final String ARTICLE = "api::article.article";
    static final List<ListedEntity> LISTED = List.of(
            new ListedEntity("api::product.product", "Product", Set.of("cost")),
            new ListedEntity("api::part.part", "dev.pluginio.capture.jpa.model.Blog$Part", Set.of()));

    final RecordingLog log = new RecordingLog();
    final CountingObserver observer = new CountingObserver();
    final StatementWatch watch = new StatementWatch();
    final List<String> sql = new CopyOnWriteArrayList<>();
    EntityManagerFactory host;
    ContentCatalog catalog;
    FakeInterest interest;
    CaptureParts parts;
    JpaCapture capture;

    EntityManagerFactory open() {
        return Database.h2(this::inspect, settings());
    }

    Map<String, Object> settings() {
        return Map.of();
    }

    final String inspect(String statement) {
        sql.add(statement);
        return watch.inspect(statement);
    }

    @BeforeEach
    void attach() {
        host = open();
        catalog = MetamodelCatalog.of(host, LISTED);
        interest = new FakeInterest(catalog);
        parts = new CaptureParts(
                interest, new Sequencer(log, Duration.ofSeconds(10), (delay, task) -> {}, observer), observer);
        capture = JpaCapture.attach(host, catalog, LISTED, parts, watch);
    }

    @AfterEach
    void detach() {
        capture.close();
        host.close();
    }

    /** Runs in a transaction and commits. */
    void commit(Consumer<EntityManager> work) {
        host.runInTransaction(work);
    }

    /** An article that is there already. */
    Article stored(String title) {
        Article article = article(title);
        commit(em -> em.persist(article));
        log.clear();
        return article;
    }

    void rollback(Consumer<EntityManager> work) {
        try (EntityManager em = host.createEntityManager()) {
            em.getTransaction().begin();
            work.accept(em);
            em.getTransaction().rollback();
        }
    }

    void stateless(Consumer<StatelessSession> work) {
        host.unwrap(SessionFactory.class).inStatelessTransaction(work::accept);
    }

    static Populate populate(Map<String, Populate> relations) {
        return new Populate(Optional.empty(), relations);
    }
}
