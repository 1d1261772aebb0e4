package dev.pluginio.session.handlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.log.Announcement;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.TestHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Plugins hear of every change of content, in order, and hold up nobody. */
class ContentListenersTest extends HandlersTesting {

    private static final String NOTE = "api::note.note";

    private final ContentListeners listeners = new ContentListeners(() -> Blog.CATALOG);
    private final AtomicInteger lost = new AtomicInteger();

    private class Recording implements ContentListener {
        @Override
        public Set<String> contentTypes() {
            return Set.of(NOTE);
        }

        @Override
        public Set<String> needs() {
            return Set.of("secret");
        }

        @Override
        public void changed(ContentEvent event, IoContext context) throws Exception {
            log.add(event.change().action() + " " + event.change().entry().id());
        }

        @Override
        public void missed(IoContext context) {
            log.add("missed");
        }
    }

    private void listening(ContentListener... all) {
        handlers.offer(List.of(Offer.of("a", (Object[]) all)));
        listeners.offer(handlers.all(ContentListener.class));
    }

    private static Entry note(int id) {
        return Entry.of(id, Map.of());
    }

    private void happens(Announcement... announcements) {
        for (Announcement announcement : announcements) {
            listeners.next(announcement, new ContentEvent(announcement.change(), Instant.EPOCH, "x"));
        }
    }

    private void isCreated(int id) {
        happens(Announcement.of(ContentChange.created(NOTE, note(id))));
    }

    private void logged(String... expected) {
        await().untilAsserted(() -> assertThat(log).containsExactly(expected));
    }

    @Test
    void tellsEveryChangeOnceAndNothingElse() {
        listening(new Recording());
        ContentChange update = ContentChange.updated(NOTE, note(2), note(2));
        ContentChange publish = ContentChange.of(NOTE, Action.PUBLISH, note(2), note(2));
        Set<Action> both = Set.of(Action.UPDATE, Action.PUBLISH);

        isCreated(1);
        happens(
                new Announcement(update, both, null, null, Announcement.Source.HOST),
                new Announcement(publish, both, null, null, Announcement.Source.HOST),
                Announcement.untold(ContentChange.deleted(NOTE, note(3))),
                Announcement.of(ContentChange.created("api::other.other", note(4))),
                new Announcement(ContentChange.created(NOTE, note(5)), null, null));
        isCreated(6);

        logged("create 1", "update 2", "delete 3", "create 6");
    }

    @Test
    void tellsInOrderHoweverFastTheyCome() {
        listening(new Recording());

        IntStream.range(0, 5_000).forEach(this::isCreated);

        logged(IntStream.range(0, 5_000).mapToObj(id -> "create " + id).toArray(String[]::new));
    }

    @Test
    void asksForWhatListenersNeedToKnow() {
        assertThat(listeners.isHeard(NOTE)).isFalse();

        listening(new Recording(), new Recording());

        assertThat(listeners.isHeard(NOTE)).isTrue();
        assertThat(listeners.isHeard("api::other.other")).isFalse();
        assertThat(listeners.needs(NOTE)).containsExactly("secret");
        listening();
        assertThat(listeners.isHeard(NOTE)).isFalse();
        assertThat(listeners.needs(NOTE)).isEmpty();
    }

    /** Whatever a host without JPA gives, and other extensions need. */
    @Test
    void tellsAListenerOfPrivateAttributesOnlyWhatItNeeds() {
        listening(new Showing(Set.of()), new Showing(Set.of("internalNotes")));
        Map<String, Object> more = Map.of("internalNotes", "no", "author", Blog.author(7, "ann"));
        Entry before = Blog.article(1, "old", null, more);
        Entry after = Blog.article(1, "new", null, more);

        happens(Announcement.of(ContentChange.updated(Blog.ARTICLE, before, after)));

        await().untilAsserted(() -> assertThat(log).hasSize(2));
        assertThat(log)
                .filteredOn(line -> line.startsWith("needs []"))
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains("old", "new", "ann").doesNotContain("internalNotes", "@"));
        assertThat(log)
                .filteredOn(line -> line.startsWith("needs [internalNotes]"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("internalNotes=no").doesNotContain("@"));
    }

    private final class Showing implements ContentListener {
        private final Set<String> needs;

        Showing(Set<String> needs) {
            this.needs = needs;
        }

        @Override
        public Set<String> contentTypes() {
            return Set.of(Blog.ARTICLE);
        }

        @Override
        public Set<String> needs() {
            return needs;
        }

        @Override
        public void changed(ContentEvent event, IoContext context) {
            log.add("needs " + needs + " " + values(event.change().before())
                    + values(event.change().after()));
        }

        private static String values(Optional<Entry> state) {
            return state.map(entry ->
                            entry.values() + " " + ((Entry) entry.values().get("author")).values())
                    .orElse("");
        }
    }

    @Test
    void isNotHeldUpAndTellsOfWhatIsMissingInItsPlace() {
        handlers.close();
        HandlerObserver observer = new HandlerObserver() {
            @Override
            public void changeMissed() {
                lost.incrementAndGet();
            }
        };
        handlers = TestHandlers.with(
                new Handlers.Settings(Duration.ofSeconds(10), 2, 100, 10_000, 2, Duration.ZERO), timer, observer);
        CountDownLatch go = new CountDownLatch(1);
        listening(new Recording() {
            @Override
            public void changed(ContentEvent event, IoContext context) throws Exception {
                go.await();
                super.changed(event, context);
            }
        });

        isCreated(1);
        IntStream.range(2, 10).forEach(this::isCreated);
        go.countDown();
        logged("create 1", "create 2", "create 3", "missed");
        isCreated(10);
        listeners.gap();

        logged("create 1", "create 2", "create 3", "missed", "create 10", "missed");
        assertThat(lost).hasValue(6);
    }

    @Test
    void goesOnAfterListenersThatThrowOrHang() {
        limitedTo(Duration.ofSeconds(1), 100);
        listening(new Recording() {
            @Override
            public void changed(ContentEvent event, IoContext context) throws Exception {
                switch (String.valueOf(event.change().entry().id())) {
                    case "1" -> throw new StackOverflowError();
                    case "2" -> new CountDownLatch(1).await();
                    default -> super.changed(event, context);
                }
            }
        });

        Stream.of(1, 2, 3).forEach(this::isCreated);

        logged("create 3");
        assertThat(counts.failed).hasValue(1);
        assertThat(counts.timedOut).hasValue(1);
    }

    @Test
    void tellsPluginsThatStoppedNothingAnyMore() {
        listening(new Recording());
        isCreated(1);
        logged("create 1");
        List<Bound<ContentListener>> before = handlers.all(ContentListener.class);

        handlers.offer(List.of());
        isCreated(2);
        listeners.offer(handlers.all(ContentListener.class));
        isCreated(3);

        assertThat(before)
                .singleElement()
                .satisfies(bound -> assertThat(bound.extension()).isNull());
        logged("create 1");
    }
}
