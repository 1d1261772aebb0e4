package dev.pluginio.capture.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.capture.jpa.model.Blog.Article;
import dev.pluginio.capture.jpa.model.Blog.Author;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.Contribution;
import dev.pluginio.delivery.DeliveryObserver;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Redaction;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Journal.Kept;
import dev.pluginio.log.LogObserver;
import dev.pluginio.log.Offsets;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.log.memory.MemoryEventLog;
import dev.pluginio.testing.ArticleRule;
import dev.pluginio.testing.TestContext;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stays in the log of what a host wrote holds nothing that nobody may see. */
class KeptEventsTest extends CaptureTesting {

    private static final String NOTES = "notes-in-confidence";
    private static final String EMAIL = "in-confidence@example.com";

    private final List<ContentEvent> told = new ArrayList<>();
    private AudienceRules audienceRules;
    private MemoryEventLog kept;

    @BeforeEach
    void keep() {
        Rules rules = Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("views")),
                new Exposures(catalog, List.of(), PermissionRule.FIND));
        audienceRules = new AudienceRules(() -> catalog, System::nanoTime, DeliveryObserver.NONE);
        kept = new MemoryEventLog(
                MemoryEventLog.Settings.defaults().keeping(new Retention(100, 1_000_000, Duration.ofHours(1))),
                new Offsets(new SecureRandom()),
                Clock.systemUTC(),
                Executors.defaultThreadFactory(),
                LogObserver.NONE);
        kept.trim(new Redaction(() -> rules, audienceRules));
        kept.start(new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, ContentEvent event) {
                told.add(event);
            }

            @Override
            public void gap() {}
        });
        interest.needs(ARTICLE, "internalNotes"); // of somebody who only listens
        interest.populate(ARTICLE, populate(Map.of("author", Populate.VALUES, "tags", Populate.VALUES)));
    }

    private List<Kept> kept() {
        log.announcements().forEach(kept::append);
        try {
            return kept.afterAppended(
                            () -> kept.journal().after(Position.BEGINNING, 100).orElseThrow())
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } finally {
            kept.close();
        }
    }

    private void write() {
        Author author = new Author();
        author.name = "ann";
        author.setEmail(EMAIL);
        Article article = new Article();
        article.title = "One";
        article.views = 4711;
        article.internalNotes = NOTES;
        commit(em -> {
            em.persist(author);
            article.author = author;
            em.persist(article);
        });
        commit(em -> em.find(Article.class, article.id).title = "Two");
        commit(em -> em.remove(em.find(Article.class, article.id)));
    }

    private static String all(Kept one) {
        ContentChange change = one.event().change();
        return "" + change.before() + change.after() + one.announcement();
    }

    @Test
    void holdNoPrivateAttributeAndNoSensitiveName() {
        write();
        List<Kept> events = kept();

        assertThat(events).hasSize(4);
        assertThat(told.toString()
                        + told.stream()
                                .map(one -> one.change().before() + ""
                                        + one.change().after())
                                .toList())
                .contains(NOTES, "4711");
        assertThat(events).noneMatch(one -> all(one).contains(NOTES) || all(one).contains(EMAIL));
        assertThat(events).noneMatch(one -> all(one).contains("4711") || all(one).contains("internalNotes"));
        assertThat(events).anyMatch(one -> all(one).contains("Two"));
        assertThat(events)
                .extracting(one -> one.event().offset())
                .containsExactlyElementsOf(
                        told.stream().map(ContentEvent::offset).toList());
    }

    @Test
    void holdWhatARuleNeeds() {
        audienceRules.offer(List.of(new Contribution<>(
                "ruler", ArticleRule.rule("rule", article -> Hearers.everyone()), TestContext.NONE)));
        write();

        assertThat(kept())
                .filteredOn(one -> one.event().change().uid().equals(ARTICLE))
                .hasSize(3)
                .allMatch(one -> all(one).contains(NOTES) && !all(one).contains("4711") && !all(one).contains(EMAIL));
    }

    @Test
    void keepNobodyWhoWaits() {
        kept.append(new Announcement(
                ContentChange.created(ARTICLE, Entry.of(1L, Map.of("title", "One"))), null, new CompletableFuture<>()));

        assertThat(kept()).singleElement().satisfies(one -> {
            assertThat(one.announcement().isAsked()).isTrue();
            assertThat(one.announcement().reach()).isCompleted();
        });
    }
}
