package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Position;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestContext;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What clients are told of a transaction, so that they can apply it at once. */
class TransactionsTest extends TransactionsTesting {

    @Test
    void saysOfEachEventWhichTransactionItIsOfAndWhenThatIsOver() {
        RecordingClient client = house.live(reader);
        commit(article(1), article(2));
        house.commit(article(3).change());
        house.settle();

        assertThat(names(client))
                .containsExactly("article:create", "article:create", "tx:end", "article:create", "tx:end");
        List<String> txs = txs(client);
        assertThat(txs.subList(0, 3)).containsOnly(txs.get(0));
        assertThat(txs.subList(3, 5)).containsOnly(txs.get(3)).doesNotContain(txs.get(0), "");
        assertThat(client.heard().get(2)).matches("tx:end \\{\"tx\":\"[\\w-]{22}\"} \"[\\w-]{22}\"");
    }

    @Test
    void saysNothingOfTheKindUnlessItIsAskedFor() {
        house.log.keepTogether(false);
        RecordingClient client = house.live(reader);
        commit(article(1), article(2));
        house.settle();

        assertThat(names(client)).containsExactly("article:create", "article:create");
        assertThat(client.heard()).noneMatch(frame -> tx(frame).isPresent());
    }

    @Test
    void tellsOfTheEndOnlyThoseWhoWereToldSomething() {
        RecordingClient articles = house.live(reader);
        RecordingClient tags = house.live(TAGGER);
        RecordingClient both = house.live(EVERYTHING);
        commit(article(1), aTag(1), article(2));
        commit(aTag(2));
        house.settle();

        assertThat(names(articles)).containsExactly("article:create", "article:create", "tx:end");
        assertThat(names(tags)).containsExactly("tag:create", "tx:end", "tag:create", "tx:end");
        assertThat(names(both))
                .containsExactly("article:create", "tag:create", "article:create", "tx:end", "tag:create", "tx:end");
        assertThat(txs(articles)).containsOnly(txs(both).get(0));
        assertThat(txs(tags).subList(0, 2)).containsOnly(txs(both).get(0));
        assertThat(txs(tags).subList(2, 4)).containsOnly(txs(both).get(4));
    }

    @Test
    void nameOfATransactionIsNoOffsetAndTellsNothing() {
        RecordingClient client = house.live(reader);
        commit(article(1), article(2));
        commit(aTag(1));
        commit(article(3));
        house.settle();

        Set<String> names = new HashSet<>(txs(client));
        assertThat(names).hasSize(2).doesNotContainAnyElementsOf(Comeback.offsets(client));
        assertThat(names)
                .allSatisfy(name -> assertThat(house.catchUp.find(name)).isEmpty());
    }

    @Test
    void tellsOfTheEndWhoLosesItsRightsInTheMiddle() {
        RecordingClient client = house.live(reader);
        RecordingClient other = house.live(EVERYTHING);
        house.transformers.offer(House.contributions("smith", TestContext.NONE, new PayloadTransformer() {
            @Override
            public Set<String> contentTypes() {
                return Set.of(ARTICLE);
            }

            @Override
            public Map<String, @Nullable Object> transform(String contentType, Entry visible) {
                if (visible.id().equals(2L)) {
                    client.leave(Room.of(reader));
                }
                return visible.values();
            }
        }));
        commit(article(1), article(2), article(3));
        house.settle();

        assertThat(names(client)).containsExactly("article:create", "tx:end");
        assertThat(names(other)).containsExactly("article:create", "article:create", "article:create", "tx:end");
    }

    @Test
    void tellsOfTheEndThoughSomethingCouldNotBeTold() {
        RecordingClient editor =
                house.live(house.policy.role("editor", allowed(ARTICLE + ".find", ARTICLE + ".findDrafts")));
        RecordingClient client = house.live(reader);
        house.transport.failAt("article:leave");
        commit(Announcement.of(ContentChange.updated(ARTICLE, published(1, "a"), draft(1, "a"))));
        house.settle();

        assertThat(names(editor)).containsExactly("article:update", "tx:end");
        assertThat(names(client)).isEmpty();
    }

    @Test
    void leavesOutNoneOfTheStatesOfATransaction() {
        house.live(reader);
        commit(Announcement.of(ContentChange.updated(ARTICLE, published(1, "a"), published(1, "b"))));
        house.settle();
        house.log.keepTogether(false);
        commit(Announcement.of(ContentChange.updated(ARTICLE, published(1, "b"), published(1, "c"))));
        house.settle();

        assertThat(house.transport.sent())
                .filteredOn(emission -> emission.event().equals("article:update"))
                .extracting(emission -> emission.newestKey() == null)
                .containsExactly(true, false);
    }

    /** By a model: each client's frames are whole transactions, in one order, whoever writes at the same time. */
    @Test
    void doesNotMixTransactionsOfManyWriters() throws Exception {
        List<RecordingClient> clients =
                Stream.of(reader, TAGGER, EVERYTHING).map(house::live).toList();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            int number = writer;
            Thread thread = new Thread(() -> {
                for (int round = 0; round < 40; round++) {
                    long id = 1_000L * number + 10L * round;
                    int size = 1 + (number + round) % 4;
                    int kind = round % 2;
                    house.log.append(IntStream.range(0, size)
                            .mapToObj(i -> (i + kind) % 2 == 0 ? article(id + i) : aTag(id + i))
                            .toList());
                }
            });
            thread.start();
            writers.add(thread);
        }
        for (Thread writer : writers) {
            writer.join();
        }
        house.settle();

        List<String> order = whole(clients.get(2));
        assertThat(order).hasSize(8 * 40);
        assertThat(clients).allSatisfy(client -> assertThat(order).containsSubsequence(whole(client)));
        assertThat(whole(back(EVERYTHING, Position.BEGINNING))).isEqualTo(order);
        assertThat(names(clients.get(2))).filteredOn("tx:end"::equals).hasSameSizeAs(order);
    }

    /** The transactions of a client, which must follow one another, each with its end. */
    private static List<String> whole(RecordingClient client) {
        List<String> over = new ArrayList<>();
        String open = null;
        Set<Long> entries = new HashSet<>();
        for (String frame : client.heard()) {
            String tx = tx(frame).orElseThrow();
            if (frame.startsWith("tx:end")) {
                assertThat(tx).isEqualTo(open);
                over.add(tx);
                open = null;
                entries.clear();
            } else {
                assertThat(open).isIn(null, tx);
                open = tx;
                Matcher id = Pattern.compile("\"id\":(\\d+)").matcher(frame);
                assertThat(id.find()).isTrue();
                entries.add(Long.parseLong(id.group(1)) / 10);
                assertThat(entries).as("of one transaction").hasSize(1);
            }
        }
        assertThat(open).isNull();
        assertThat(over).doesNotHaveDuplicates();
        return over;
    }
}
