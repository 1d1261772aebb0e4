package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.capture.jpa.model.Blog.Secret;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.service.spi.EventListenerGroup;
import org.hibernate.event.spi.EventType;
import org.junit.jupiter.api.Test;

/** The host goes on without the plugin, and keeps nothing of it. */
class ReloadTest {

    /** Loads the plugin's classes by itself, as a plugin loader does. */
    private static final class PluginLoader extends ClassLoader {
        PluginLoader(ClassLoader host) {
            super(host);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean ours = name.startsWith("dev.pluginio.")
                    && !name.startsWith("dev.pluginio.api.")
                    && !name.startsWith("dev.pluginio.capture.jpa.model.");
            if (!ours) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                Class<?> same = Class.forName(name, false, getParent());
                return defineClass(name, bytes, 0, bytes.length, same.getProtectionDomain());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Attaches, hears one transaction of the host, and closes; runs inside the plugin's loader. */
    public static final class Visit implements Consumer<EntityManagerFactory> {
        @Override
        public void accept(EntityManagerFactory running) {
            CaptureTesting testing = new CaptureTesting() {
                @Override
                EntityManagerFactory open() {
                    return running;
                }
            };
            testing.attach();
            testing.commit(em -> em.persist(tag(System.nanoTime(), "a")));
            testing.stateless(session -> session.insert(tag(System.nanoTime(), "b")));
            testing.rollback(em -> {
                em.persist(tag(System.nanoTime(), "c"));
                em.flush();
            });
            assertThat(testing.log.names()).containsExactly("tag:create", "tag:create");
            testing.capture.close();
        }
    }

    private static WeakReference<ClassLoader> visit(EntityManagerFactory host) throws ReflectiveOperationException {
        ClassLoader loader = new PluginLoader(ReloadTest.class.getClassLoader());
        Consumer<EntityManagerFactory> visit = visitIn(loader);
        visit.accept(host);
        return new WeakReference<>(loader);
    }

    @SuppressWarnings("unchecked")
    private static Consumer<EntityManagerFactory> visitIn(ClassLoader loader) throws ReflectiveOperationException {
        return (Consumer<EntityManagerFactory>)
                loader.loadClass(Visit.class.getName()).getDeclaredConstructor().newInstance();
    }

    private static int listeners(EntityManagerFactory host) {
        SessionFactoryImplementor factory = host.unwrap(SessionFactoryImplementor.class);
        return EventType.values().stream()
                .map(type -> factory.getEventListenerRegistry().getEventListenerGroup(type))
                .mapToInt(EventListenerGroup::count)
                .sum();
    }

    @Test
    void leavesNeitherListenersNorItsClassLoaderBehind() throws Exception {
        try (EntityManagerFactory host = Database.h2(sql -> sql, Map.of())) {
            int before = listeners(host);
            WeakReference<ClassLoader> first = visit(host);
            WeakReference<ClassLoader> second = visit(host);
            assertThat(listeners(host)).isEqualTo(before);
            Awaitility.await().until(() -> {
                System.gc();
                return first.get() == null && second.get() == null;
            });
            host.runInTransaction(em -> {
                Secret secret = new Secret();
                secret.id = 1L;
                em.persist(secret);
            });
        }
    }

    @Test
    void letsTwoListenToOneHost() {
        try (EntityManagerFactory host = Database.h2(sql -> sql, Map.of())) {
            new Visit().accept(host);
            new Visit().accept(host);
        }
    }
}
