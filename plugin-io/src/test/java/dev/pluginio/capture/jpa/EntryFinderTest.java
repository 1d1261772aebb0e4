package dev.pluginio.capture.jpa;

import static dev.pluginio.capture.jpa.model.Entities.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.capture.EntryKey;
import dev.pluginio.capture.StoredEntries;
import dev.pluginio.capture.StoredEntries.Stored;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFinderTest extends CaptureTesting {

    private Exposure exposure(String uid, Populate populate) {
        return new Exposure(catalog.require(uid), Set.of(Action.UPDATE), populate, false, "x", PermissionRule.FIND);
    }

    private final Populate withAuthor = populate(Map.of("author", Populate.VALUES));

    @Test
    void findsAnEntryByIdAndByDocumentIdWithItsRelations() {
        Article article = new Article();
        article.title = "One";
        article.internalNotes = "for the house only";
        article.author = new Author();
        article.author.name = "ann";
        commit(em -> {
            em.persist(article.author);
            em.persist(article);
        });
        StoredEntries stored = capture.storedEntries();
        Exposure articles = exposure(ARTICLE, withAuthor);

        Stored found = stored.byDocumentId(articles, article.documentId).orElseThrow();
        assertThat(found.key()).isEqualTo(new EntryKey(ARTICLE, article.id));
        assertThat(found.entry().values()).containsEntry("title", "One").doesNotContainKey("internalNotes");
        assertThat(((Entry) found.entry().values().get("author")).values()).containsEntry("name", "ann");
        for (Object id : new Object[] {article.id, article.id.intValue(), article.id.toString(), (double) article.id}) {
            assertThat(stored.byId(articles, id)).as("%s", id).contains(found);
        }
        assertThat(stored.again(articles, found.key())).contains(found);
        assertThat(stored.byDocumentId(articles, article.id.toString())).isEmpty();
    }

    @Test
    void theIdIsTheDocumentIdWhereThereIsNoOther() {
        commit(em -> em.persist(tag(5, "a")));
        Exposure tags = exposure("api::tag.tag", Populate.VALUES);

        Optional<Stored> found = capture.storedEntries().byDocumentId(tags, "5");
        assertThat(found).isPresent().isEqualTo(capture.storedEntries().byId(tags, 5));
        assertThat(found.orElseThrow().entry().documentId()).isEqualTo("5");
    }

    /** B14, B24: whatever clients send as an id is found or not, and nothing else. */
    @ParameterizedTest
    @ValueSource(
            strings = {"", " 1", "01", "+1", "-1", "1.0", "9223372036854775808", "1 or 1=1", "1\u0000", "api::a.b#1"})
    void whatCannotBeAnIdFindsNothing(String id) {
        commit(em -> em.persist(new Article()));
        Exposure articles = exposure(ARTICLE, Populate.VALUES);
        assertThat(capture.storedEntries().byId(articles, id)).isEmpty();
        assertThat(capture.storedEntries().byDocumentId(articles, id)).isEmpty();
        assertThat(capture.storedEntries().byDocumentId(articles, "x".repeat(100_000)))
                .isEmpty();
        for (Object number :
                new Object[] {Double.NaN, 1e300, 1.5, BigInteger.TEN.pow(500), new BigDecimal("1E+9999")}) {
            assertThat(capture.storedEntries().byId(articles, number)).isEmpty();
        }
    }
}
