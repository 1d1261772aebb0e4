package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.article;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Permissions;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.testing.ArticleRule;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change is to a client, by what it sees before and after: the table of the guide. */
class EnterAndLeaveTest {

    /** Lets nobody hear of an article whose private notes say that it is hidden. */
    private static final AudienceRule HIDES = ArticleRule.rule(
            "hides",
            article -> "hidden".equals(article.values().get("internalNotes")) ? Hearers.nobody() : Hearers.everyone());

    /** B7: drafts go only to those who may find drafts. Identifiers alone stand in brackets. */
    @ParameterizedTest(name = "{0} {1}: {2} -> {3} is {4}")
    @CsvSource(textBlock = """
                    all,       editor, none,             draft,            create
                    all,       reader, none,             draft,            ''
                    all,       reader, none,             published,        create
                    all,       reader, none,             hidden published, ''
                    all,       editor, draft,            draft,            update
                    all,       reader, draft,            draft,            ''
                    all,       editor, draft,            published,        update publish
                    all,       reader, draft,            published,        enter
                    all,       editor, published,        draft,            update unpublish
                    all,       reader, published,        draft,            (leave)
                    all,       reader, published,        published,        update
                    all,       reader, hidden published, published,        enter
                    all,       reader, published,        hidden published, (leave)
                    all,       reader, hidden published, hidden published, ''
                    all,       reader, draft,            hidden published, ''
                    all,       reader, hidden published, draft,            ''
                    all,       editor, hidden draft,     published,        enter
                    all,       editor, published,        hidden draft,     (leave)
                    all,       editor, draft,            hidden published, (leave)
                    all,       editor, hidden published, draft,            enter
                    all,       editor, draft,            none,             (delete)
                    all,       reader, draft,            none,             ''
                    all,       reader, published,        none,             (delete)
                    all,       reader, hidden published, none,             ''
                    published, editor, none,             draft,            ''
                    published, editor, none,             published,        create
                    published, editor, draft,            draft,            ''
                    published, editor, draft,            published,        publish
                    published, editor, published,        draft,            (unpublish)
                    published, reader, draft,            published,        publish
                    published, reader, published,        draft,            (unpublish)
                    published, editor, published,        published,        update
                    published, editor, hidden published, published,        enter
                    published, editor, published,        hidden published, (leave)
                    published, editor, draft,            hidden published, ''
                    published, editor, hidden published, draft,            ''
                    published, editor, hidden draft,     published,        publish
                    published, editor, published,        hidden draft,     (unpublish)
                    published, editor, draft,            none,             ''
                    published, editor, published,        none,             (delete)
                    """)
    void tellsEachClientWhatAChangeIsToItOnce(String sent, String role, String before, String after, String expected) {
        House house = new House(sent.equals("all") ? Blog.articles(PermissionRule.FIND) : Blog.onlyPublishedArticles());
        house.rules(HIDES);
        Grantee reader = house.policy.role("reader", allowed("api::article.article.find"));
        Grantee editor = house.policy.role("editor", Permissions.all());
        RecordingClient client = house.client(role.equals("reader") ? reader : editor);

        house.change(state(before), state(after));

        assertThat(String.join(" ", House.heard(client))).isEqualTo(expected);
    }

    private static @Nullable Entry state(String words) {
        if (words.equals("none")) {
            return null;
        }
        String publishedAt = words.endsWith("published") ? "2026-01-01T00:00:00Z" : null;
        Map<String, Object> notes = new HashMap<>();
        notes.put("internalNotes", words.startsWith("hidden") ? "hidden" : "open");
        return article(1, words, publishedAt, notes);
    }

    @Test
    void namesTheWordInTheMetaDataToo() {
        House house = new House(Blog.articles(PermissionRule.FIND));
        RecordingClient reader = house.client(house.policy.role("reader", allowed("api::article.article.find")));

        house.change(published(1, "One"), draft(1, "Secret plan"));

        assertThat(reader.heard())
                .containsExactly(
                        "article:leave {\"data\":{\"id\":1,\"documentId\":\"doc1\"},\"meta\":{\"uid\":"
                                + "\"api::article.article\",\"action\":\"leave\",\"at\":\"1970-01-01T00:00:00.000Z\",\"offset\":\"o0\"}}");
    }

    /** Whoever may hear of one of the actions that a change means hears once that it brought the entry into sight. */
    @Test
    void countsThePermissionForAnyOfTheActionsThatAChangeMeans() {
        House house = new House(Blog.articles(PermissionRule.ACTION));
        RecordingClient updates = house.client(house.policy.role("updates", allowed("api::article.article.update")));
        RecordingClient publishes =
                house.client(house.policy.role("publishes", allowed("api::article.article.publish")));
        RecordingClient both = house.client(
                house.policy.role("both", allowed("api::article.article.update", "api::article.article.publish")));
        RecordingClient neither = house.client(house.policy.role("neither", allowed("api::article.article.create")));
        RecordingClient drafts = house.client(house.policy.role(
                "drafts", allowed("api::article.article.publish", "api::article.article.findDrafts")));

        house.change(draft(1, "a"), published(1, "b"));

        assertThat(House.heard(updates)).containsExactly("enter");
        assertThat(House.heard(publishes)).containsExactly("enter");
        assertThat(House.heard(both)).containsExactly("enter");
        assertThat(House.heard(neither)).isEmpty();
        assertThat(House.heard(drafts)).containsExactly("publish");
    }

    @Test
    void standsForWhicheverOfTheActionsIsConfigured() {
        Exposure all = Blog.articles(PermissionRule.FIND);
        House house = new House(new Exposure(
                all.type(), Set.of(Action.PUBLISH), all.populate(), false, all.eventPrefix(), all.permission()));
        RecordingClient reader = house.client(house.policy.role("reader", allowed("api::article.article.find")));
        RecordingClient editor = house.client(house.policy.role("editor", Permissions.all()));

        house.change(draft(1, "a"), published(1, "b"));
        house.change(published(1, "b"), published(1, "c"));
        house.change(published(1, "c"), draft(1, "d"));

        assertThat(House.heard(reader)).containsExactly("enter");
        assertThat(House.heard(editor)).isEqualTo(List.of("publish"));
    }
}
