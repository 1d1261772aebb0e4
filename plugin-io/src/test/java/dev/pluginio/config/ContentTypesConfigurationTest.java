package dev.pluginio.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.ListedEntity;
import dev.pluginio.access.Listeners;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Action;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said of content types. */
class ContentTypesConfigurationTest extends ConfigurationTesting {

    private Exposure exposure(String contentType) {
        return config("contentTypes:\n" + ("- " + contentType.indent(2).strip()).indent(2))
                .settings()
                .exposures()
                .get(0);
    }

    @Test
    void takesEveryKeyOfAContentType() {
        Exposure exposure = exposure("""
                uid: api::article.article
                actions: [create, publish]
                populate: [author]
                onlyPublished: true
                coalesce: true
                eventPrefix: post
                fields: [id, title]
                permission: find
                audience: subscribers
                audienceRule: own-department
                """);

        assertThat(exposure.audience()).isEqualTo(Listeners.SUBSCRIBERS);
        assertThat(exposure.audienceRule()).isEqualTo("own-department");
        assertThat(exposure.actions()).containsExactlyInAnyOrder(Action.CREATE, Action.PUBLISH);
        assertThat(exposure.populate())
                .isEqualTo(new Populate(Optional.of(Set.of("title")), Map.of("author", Populate.VALUES)));
        assertThat(exposure.onlyPublished()).isTrue();
        assertThat(exposure.coalesced()).isTrue();
        assertThat(exposure.eventPrefix()).isEqualTo("post");
        assertThat(exposure.permission()).isEqualTo(PermissionRule.FIND);
    }

    @Test
    void populatesAllRelationsThatAreNotPrivateForAStar() {
        assertThat(exposure("uid: api::article.article\npopulate: '*'")
                        .populate()
                        .relations())
                .containsOnly(
                        Map.entry("author", Populate.VALUES),
                        Map.entry("category", Populate.VALUES),
                        Map.entry("tags", Populate.VALUES),
                        Map.entry("comments", Populate.VALUES));
    }

    @Test
    void populatesRelationsOfRelations() {
        Exposure exposure = exposure("""
                uid: api::comment.comment
                populate:
                  author: true
                  article:
                    fields: [title]
                    populate:
                      author: { fields: [name] }
                      category: { populate: '*' }
                """);

        Populate author = new Populate(Optional.of(Set.of("name")), Map.of());
        Populate article =
                new Populate(Optional.of(Set.of("title")), Map.of("author", author, "category", Populate.VALUES));
        assertThat(exposure.populate())
                .isEqualTo(new Populate(Optional.empty(), Map.of("author", Populate.VALUES, "article", article)));
    }

    @Test
    void leavesOutWhatIsExcluded() {
        Populate populate = exposure("""
                        uid: api::article.article
                        populate: '*'
                        excludeFields: [body, views, createdAt, updatedAt, comments]
                        """).populate();

        assertThat(populate.fields()).contains(Set.of("title", "slug", "publishedAt"));
        assertThat(populate.relations()).containsOnlyKeys("author", "category", "tags");
    }

    @Test
    void appliesTheGeneralPermissionRuleToTypesWithoutTheirOwn() {
        assertThat(config("""
                                permission: find
                                contentTypes:
                                  - api::article.article
                                  - { uid: 'api::tag.tag', permission: action }
                                """).settings().exposures())
                .extracting(Exposure::permission)
                .containsExactly(PermissionRule.FIND, PermissionRule.ACTION);
    }

    @Test
    void handsOnEntitiesThatAreListed() {
        IoConfiguration configuration = config("""
                        contentTypes:
                          - api::article.article
                          - uid: api::invoice.invoice
                            entity: com.example.Invoice
                            private: [iban]
                        """).load(Map.of());

        assertThat(configuration.listedEntities())
                .containsExactly(new ListedEntity("api::invoice.invoice", "com.example.Invoice", Set.of("iban")));
    }

    @Test
    void readsAliases() {
        assertThat(config("""
                                contentTypes:
                                  - { uid: 'api::article.article', populate: &author { author: { fields: [name] } } }
                                  - { uid: 'api::comment.comment', populate: *author }
                                """).settings().exposures())
                .extracting(exposure -> exposure.populate().relations().keySet())
                .containsExactly(Set.of("author"), Set.of("author"));
    }
}
