package dev.pluginio.sample.entries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.AccessListener;
import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.host.BulkChanges;
import dev.pluginio.api.host.StatementWatch;
import dev.pluginio.sample.content.Comment;
import dev.pluginio.sample.content.ContentModel;
import dev.pluginio.sample.content.ModelType;
import dev.pluginio.sample.store.Database;
import dev.pluginio.sample.store.DatabaseSettings;
import jakarta.persistence.LockModeType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B21, B22: a bulk change is announced by the rows that were selected before it, and so is a bulk delete. */
@SuppressWarnings("NullAway.Init") // made before each test
class BulkWriterTest {

    private static final QueryParam NO_QUERY = QueryParam.parse(Map.of());
    private static final int SKIP_LOCKED = -2;
    private static final Principal ROOT = new Principal.User("1", "root", new Role("1", "root"), Optional.empty());

    @TempDir
    private Path folder;

    private final List<String> announced = new ArrayList<>();
    private Runnable beforeStatement = () -> {};
    private Database database;
    private EntryWriter writer;
    private BulkWriter bulk;
    private ModelType articles;
    private ModelType comments;

    @BeforeEach
    void open() {
        ContentModel model = new ContentModel();
        articles = model.require("api::article.article");
        comments = model.require("api::comment.comment");
        database = Database.open(DatabaseSettings.file(folder), model.entities(), new StatementWatch());
        DocumentIds ids = new DocumentIds(new SecureRandom());
        writer = new EntryWriter(database, model, new Everything(), ids, Clock.systemUTC());
        bulk = new BulkWriter(database, model, new Everything(), Clock.systemUTC(), () -> Optional.of(new Recording()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Entry article(String title, int views) {
        return writer.create(ROOT, articles, Map.of("title", title, "views", views), NO_QUERY);
    }

    private static QueryParam filter(String key, String value) {
        return QueryParam.parse(Map.of(key, List.of(value)));
    }

    @Test
    void announcesExactlyTheRowsThatAStatementChanges() {
        Entry one = article("one", 0);
        article("two", 5);
        Entry three = article("three", 0);
        bulk.update(ROOT, articles, filter("filters[views]", "0"), Map.of("views", 5));
        assertThat(announced)
                .containsExactly("update api::article.article [" + one.id() + ", " + three.id() + "] rows=2");
    }

    @Test
    void announcesWhatGoesWithADeletedRowBeforeIt() {
        Entry one = article("one", 0);
        Entry comment =
                writer.create(ROOT, comments, Map.of("body", "goes too", "article", one.documentId()), NO_QUERY);
        bulk.delete(ROOT, articles, filter("filters[title]", "one"));
        assertThat(announced)
                .containsExactly(
                        "delete api::comment.comment [" + comment.id() + "] rows=1",
                        "delete api::article.article [" + one.id() + "] rows=1");
    }

    /** What was selected cannot go before the statement that deletes it. */
    @Test
    void locksWhatGoesWithADeletedRowBeforeItIsAnnounced() {
        Entry one = article("one", 0);
        writer.create(ROOT, comments, Map.of("body", "goes too", "article", one.documentId()), NO_QUERY);
        assertThat(commentsThatOthersCanLock()).isOne();
        List<Integer> free = new ArrayList<>();
        beforeStatement = () -> free.add(commentsThatOthersCanLock());
        bulk.delete(ROOT, articles, filter("filters[title]", "one"));
        assertThat(free.get(0)).isZero();
    }

    private int commentsThatOthersCanLock() {
        return database.inTransaction(em -> em.createQuery("select e from Comment e", Comment.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultList()
                .size());
    }

    @Test
    void announcesNothingWhereNothingMeetsTheCondition() {
        article("one", 0);
        assertThat(bulk.delete(ROOT, articles, filter("filters[title]", "other")))
                .isEmpty();
        assertThat(announced).isEmpty();
    }

    private final class Recording implements BulkChanges {
        @Override
        public int update(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
            return record("update", uid, ids, statement);
        }

        @Override
        public int delete(Object entityManager, String uid, Collection<?> ids, IntSupplier statement) {
            return record("delete", uid, ids, statement);
        }

        private int record(String action, String uid, Collection<?> ids, IntSupplier statement) {
            beforeStatement.run();
            int rows = statement.getAsInt();
            announced.add(action + " " + uid + " " + ids + " rows=" + rows);
            return rows;
        }
    }

    private static final class Everything implements PermissionPolicy {
        @Override
        public Collection<Role> roles() {
            return List.of();
        }

        @Override
        public Collection<ApiToken> apiTokens() {
            return List.of();
        }

        @Override
        public Permissions permissionsOf(Grantee grantee) {
            return Permissions.all();
        }

        @Override
        public Registration addListener(AccessListener listener) {
            return () -> {};
        }
    }
}
