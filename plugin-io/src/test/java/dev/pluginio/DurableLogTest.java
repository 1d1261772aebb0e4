package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.testing.Blog;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole plugin with its log in the host's database. */
class DurableLogTest {

    @TempDir
    Path folder;

    private static List<?> payloads(EntityManagerFactory factory) {
        return factory.callInTransaction(
                em -> em.createNativeQuery("select payload from pluginio_event where seq is not null", String.class)
                        .getResultList());
    }

    @Test
    void keepsWhatMayBeKeptThoughNobodyIsConnected() throws Exception {
        try (EntityManagerFactory factory = Database.h2(sql -> sql, Map.of());
                Wiring wiring = new WholeHost(folder, factory).start("api::author.author")) {
            assertThat(wiring.service()).isPresent();
            factory.runInTransaction(em -> {
                Author author = new Author();
                author.name = "Somebody";
                author.setEmail("somebody@example.org");
                em.persist(author);
            });
            Awaitility.await().until(() -> !payloads(factory).isEmpty());
            assertThat(payloads(factory))
                    .singleElement()
                    .asString()
                    .contains("Somebody")
                    .doesNotContain("example.org");
        }
    }

    @Test
    void isRefusedWhereTheHostHasNoDatabaseForIt() {
        assertThatThrownBy(() -> new WholeHost(folder, null).start(Blog.ARTICLE))
                .hasMessageContaining("io.config.log.type")
                .hasMessageContaining("EntityManagerFactory");
    }
}
