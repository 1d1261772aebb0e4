package dev.pluginio.capture.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.ListedEntity;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the catalogue knows of the host's entities. */
class MetamodelCatalogTest extends CaptureTesting {

    @Test
    void listsAnnotatedAndListedEntitiesOnly() {
        assertThat(catalog.types())
                .extracting(ContentType::singularName)
                .containsExactlyInAnyOrder(
                        "article",
                        "author",
                        "category",
                        "tag",
                        "comment",
                        "media",
                        "video",
                        "page",
                        "shop-page",
                        "product",
                        "part",
                        "counter",
                        "vehicle");
    }

    @Test
    void describesValuesAndRelationsButNeitherIdentifiersNorVersionsNorForeignEntities() {
        ContentType article = catalog.require(ARTICLE);
        assertThat(article.attributes().keySet())
                .containsExactlyInAnyOrder(
                        "editedAt",
                        "title",
                        "views",
                        "mood",
                        "publishedAt",
                        "place",
                        "internalNotes",
                        "author",
                        "category",
                        "tags",
                        "comments",
                        "keywords");
        assertThat(article.attribute("author")).contains(Attribute.toOne("author", "api::author.author"));
        assertThat(article.attribute("tags")).contains(Attribute.toMany("tags", "api::tag.tag"));
        assertThat(article.attribute("keywords"))
                .contains(Attribute.value("keywords")
                        .typed(ValueType.listOf(ValueType.of(ValueType.Kind.TEXT)))
                        .asRequired());
        assertThat(article.attribute("internalNotes").orElseThrow().isPrivate()).isTrue();
        assertThat(catalog.require("api::author.author")
                        .attribute("email")
                        .orElseThrow()
                        .isPrivate())
                .isTrue();
        assertThat(catalog.require("api::product.product")
                        .attribute("cost")
                        .orElseThrow()
                        .isPrivate())
                .isTrue();
        assertThat(article.hasDrafts()).isTrue();
        assertThat(catalog.require("api::video.video").attributes().keySet())
                .containsExactlyInAnyOrder("length", "url");
        assertThat(catalog.require("api::media.media").attributes().keySet()).containsExactly("url");
    }

    @Test
    void knowsWhichListedEntitiesDoNotExistWhoeverHasTheirUid() {
        ListedEntity missing = new ListedEntity("api::tag.tag", "Label", Set.of());
        List<ListedEntity> listed = new ArrayList<>(LISTED);
        listed.add(missing);
        assertThat(ContentEntities.missing(host.getMetamodel(), listed)).containsExactly(missing);
    }

    @Test
    void leavesOutListedEntitiesThatDoNotExist() {
        List<ListedEntity> partlyWrong = List.of(
                new ListedEntity("api::a.a", "Nope", Set.of()),
                new ListedEntity("api::product.product", "Product", Set.of()));
        assertThat(MetamodelCatalog.of(host, partlyWrong).types())
                .extracting(ContentType::uid)
                .contains("api::product.product")
                .doesNotContain("api::a.a");
    }
}
