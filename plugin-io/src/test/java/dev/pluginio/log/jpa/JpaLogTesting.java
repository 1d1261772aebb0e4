package dev.pluginio.log.jpa;

import static dev.pluginio.capture.jpa.model.Entities.tag;

import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.DurableHost;
import dev.pluginio.log.Journal;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A host whose database may keep a log, of which there is nothing yet. */
abstract class JpaLogTesting {

    DurableHost host;

    EntityManagerFactory database() {
        return Database.h2(sql -> sql, Map.of());
    }

    @BeforeEach
    void aHost() {
        host = new DurableHost(database()).fresh();
    }

    @AfterEach
    void end() {
        host.close();
    }

    /** Commits new tags, each in a transaction of its own. */
    void commitTags(long... ids) {
        for (long id : ids) {
            host.commit(em -> em.persist(tag(id, "a")));
        }
    }

    /** Commits new tags, and waits until they were told of. */
    void tellOfTags(long... ids) {
        commitTags(ids);
        host.settle();
    }

    /** Those of all that was told, in order. */
    List<String> offsets() {
        return host.heard.stream().map(ContentEvent::offset).toList();
    }

    /** Of which entries somebody is told who had the event with an offset last. */
    List<Object> idsAfter(String offset) {
        Journal journal = host.log().journal();
        return journal.after(journal.find(offset).orElseThrow(), 100).orElseThrow().stream()
                .map(kept -> kept.event().change().entry().id())
                .toList();
    }
}
