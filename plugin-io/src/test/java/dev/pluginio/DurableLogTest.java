package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.capture.jpa.Database;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TablePolicy;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;

/** The whole plugin with its log in the host's database. */
class DurableLogTest {

    @TempDir
    Path folder;

    private final TablePolicy policy = new TablePolicy();
    private final Role everybody = policy.role("everybody", Permissions.all());

    private final class Host implements HostCms {
        private final @Nullable EntityManagerFactory factory;

        Host(@Nullable EntityManagerFactory factory) {
            this.factory = factory;
        }

        @Override
        public Authenticator authenticator() {
            return new Authenticator() {
                @Override
                public Authentication authenticate(Credentials credentials) {
                    return anonymous();
                }

                @Override
                public Authentication anonymous() {
                    return new Authentication.Admitted(new Principal.Public(everybody));
                }
            };
        }

        @Override
        public PermissionPolicy permissions() {
            return policy;
        }

        @Override
        public Optional<ContentCatalog> catalog() {
            return factory == null ? Optional.of(Blog.CATALOG) : Optional.empty();
        }

        @Override
        public <T> Optional<T> unwrap(Class<T> type) {
            return factory == null || !type.isInstance(factory) ? Optional.empty() : Optional.of(type.cast(factory));
        }

        @Override
        public Path pluginsConfig() {
            return folder.resolve("plugins.yml");
        }
    }

    private Wiring start(HostCms host, String type) throws IOException {
        Files.writeString(
                folder.resolve("plugins.yml"),
                "io:\n  config:\n    contentTypes: [" + type + "]\n    recovery: { enabled: true }\n"
                        + "    log: { type: jpa }\n    socket: { serverOptions: { host: 127.0.0.1, port: 0 } }\n");
        return Wiring.start(host, new DefaultPluginManager(folder.resolve("plugins")), "test");
    }

    private static List<?> payloads(EntityManagerFactory factory) {
        return factory.callInTransaction(
                em -> em.createNativeQuery("select payload from pluginio_event where seq is not null", String.class)
                        .getResultList());
    }

    @Test
    void keepsWhatMayBeKeptThoughNobodyIsConnected() throws Exception {
        try (EntityManagerFactory factory = Database.h2(sql -> sql, Map.of());
                Wiring wiring = start(new Host(factory), "api::author.author")) {
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
        assertThatThrownBy(() -> start(new Host(null), Blog.ARTICLE))
                .hasMessageContaining("io.config.log.type")
                .hasMessageContaining("EntityManagerFactory");
    }
}
