package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.article;
import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Populate;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Secret;
import dev.pluginio.capture.jpa.model.Blog.Tag;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A read of ours that fails costs the host nothing, not even where the database refuses what follows a failed statement.
 * The reads fail because the transaction itself takes away a column that they need.
 */
class HarmlessReadsOnPostgresTest extends CaptureTesting {

    @Override
    EntityManagerFactory open() {
        return Database.postgres(this::inspect, settings());
    }

    @Override
    Map<String, Object> settings() {
        return Map.of("hibernate.connection.pool_size", "2", "hibernate.connection.initial_pool_size", "1");
    }

    private static void takeAwayNamesOfTags(EntityManager em) {
        em.createNativeQuery("alter table Tag drop column name").executeUpdate();
    }

    private static Secret secret() {
        Secret secret = new Secret();
        secret.id = 1L;
        return secret;
    }

    private void assertThatTheHostHasCommitted() {
        try (EntityManager em = host.createEntityManager()) {
            assertThat(em.find(Secret.class, 1L)).isNotNull();
        }
    }

    @Test
    void doesNotHarmTheCommitWhereNoRelationIsRead() {
        commit(em -> {
            em.persist(secret());
            em.persist(tag(1, "a"));
            em.flush();
            takeAwayNamesOfTags(em);
        });
        assertThatTheHostHasCommitted();
        assertThat(log.names()).isEmpty();
        assertThat(observer.failed).hasValue(1);
    }

    @Test
    void doesNotHarmTheCommitWhereManyEntriesAreReadOneByOne() {
        commit(em -> {
            em.persist(secret());
            em.persist(tag(1, "a"));
            em.persist(tag(2, "b"));
            em.flush();
            takeAwayNamesOfTags(em);
        });
        assertThatTheHostHasCommitted();
        assertThat(observer.failed).hasValue(2);
    }

    @Test
    void doesNotHarmTheCommitWhereRelationsAreRead() {
        interest.populate(ARTICLE, populate(Map.of("tags", Populate.VALUES)));
        commit(em -> em.persist(tag(1, "a")));
        commit(em -> {
            em.persist(secret());
            Article article = article("One");
            article.tags.add(em.getReference(Tag.class, 1L));
            em.persist(article);
            em.flush();
            takeAwayNamesOfTags(em);
        });
        assertThatTheHostHasCommitted();
        assertThat(observer.failed).hasValue(1);
    }

    @Test
    void doesNotHarmAStatelessWrite() {
        commit(em -> em.persist(tag(1, "a")));
        stateless(session -> {
            session.insert(secret());
            session.createNativeMutationQuery("alter table Tag drop column name")
                    .executeUpdate();
            session.delete(tag(1, "a"));
        });
        assertThatTheHostHasCommitted();
        try (EntityManager em = host.createEntityManager()) {
            assertThat(em.createNativeQuery("select count(*) from Tag", Long.class)
                            .getSingleResult())
                    .isEqualTo(0L);
        }
    }

    @Test
    void doesNotHarmABulkStatement() {
        commit(em -> em.persist(tag(1, "a")));
        commit(em -> {
            em.persist(secret());
            em.flush();
            takeAwayNamesOfTags(em);
            assertThat(capture.bulkChanges()
                            .delete(
                                    em,
                                    "api::tag.tag",
                                    List.of(1L),
                                    () -> em.createNativeQuery("delete from Tag")
                                            .executeUpdate()))
                    .isEqualTo(1);
        });
        assertThatTheHostHasCommitted();
    }

    @Test
    void leavesAConnectionAsItWas() {
        commit(em -> em.persist(tag(1, "a")));
        Tag tag;
        try (EntityManager em = host.createEntityManager()) {
            tag = em.getReference(Tag.class, 1L);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(capture.read(tag, interest.exposure("api::tag.tag").orElseThrow()))
                    .isPresent();
        }
        commit(em -> em.persist(secret()));
        assertThatTheHostHasCommitted();
    }
}
