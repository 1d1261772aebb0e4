package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.TAG;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static dev.pluginio.testing.Blog.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.PayloadTransformer;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.testing.TestContext;
import dev.pluginio.transport.Room;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients are told of a transaction, so that they can apply it at once. */
class TransactionsTest {

    private static final Pattern TX = Pattern.compile("\"tx\":\"([^\"]+)\"");

    private final Exposure articles = Blog.articles(PermissionRule.FIND).coalesced(true);
    private Comeback house = Comeback.atomic(Comeback.ALL, 16_384, articles, tags());
    private final List<Role> roles = new ArrayList<>(roles());

    private static Exposure tags() {
        Set<Action> actions = Set.of(Action.CREATE, Action.UPDATE, Action.DELETE);
        return new Exposure(Blog.TAGS, actions, Populate.VALUES, false, "tag", PermissionRule.FIND);
    }

    private List<Role> roles() {
        return List.of(
                house.policy.role("reader", allowed(ARTICLE + ".find")),
                house.policy.role("tagger", allowed(TAG + ".find")),
                house.policy.role("everything", allowed(ARTICLE + ".find", TAG + ".find")));
    }

    private Role reader() {
        return roles.get(0);
    }

    private Role tagger() {
        return roles.get(1);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void rebuild(Comeback other) {
        house.close();
        house = other;
        roles.clear();
        roles.addAll(roles());
    }

    private static Announcement article(long id) {
        return Announcement.of(ContentChange.created(ARTICLE, published(id, "t" + id)));
    }

    private static Announcement aTag(long id) {
        return Announcement.of(ContentChange.created(TAG, tag(id, "t" + id)));
    }

    private static List<Announcement> articles(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(TransactionsTest::article)
                .toList();
    }

    private void commit(Announcement... transaction) {
        house.log.append(List.of(transaction));
    }

    private static List<String> names(RecordingClient client) {
        return client.heard().stream()
                .map(frame -> frame.replaceFirst(" .*", ""))
                .toList();
    }

    private static Optional<String> tx(String frame) {
        Matcher found = TX.matcher(frame);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static List<String> txs(RecordingClient client) {
        return client.heard().stream().map(frame -> tx(frame).orElse("")).toList();
    }

    private Position at(String offset) {
        return house.catchUp.find(offset).orElseThrow();
    }

    private RecordingClient back(Role role, Position from) {
        RecordingClient client = house.back(role, from);
        await().until(() -> !client.rooms().contains(Room.BEHIND));
        return client;
    }

    @Test
    void saysOfEachEventWhichTransactionItIsOfAndWhenThatIsOver() {
        RecordingClient client = house.live(reader());
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
        RecordingClient client = house.live(reader());
        commit(article(1), article(2));
        house.settle();

        assertThat(names(client)).containsExactly("article:create", "article:create");
        assertThat(client.heard()).noneMatch(frame -> tx(frame).isPresent());
    }

    @Test
    void tellsOfTheEndOnlyThoseWhoWereToldSomething() {
        RecordingClient reader = house.live(reader());
        RecordingClient tagger = house.live(tagger());
        RecordingClient both = house.live(roles.get(2));
        commit(article(1), aTag(1), article(2));
        commit(aTag(2));
        house.settle();

        assertThat(names(reader)).containsExactly("article:create", "article:create", "tx:end");
        assertThat(names(tagger)).containsExactly("tag:create", "tx:end", "tag:create", "tx:end");
        assertThat(names(both))
                .containsExactly("article:create", "tag:create", "article:create", "tx:end", "tag:create", "tx:end");
        assertThat(txs(reader)).containsOnly(txs(both).get(0));
        assertThat(txs(tagger).subList(0, 2)).containsOnly(txs(both).get(0));
        assertThat(txs(tagger).subList(2, 4)).containsOnly(txs(both).get(4));
    }

    @Test
    void nameOfATransactionIsNoOffsetAndTellsNothing() {
        RecordingClient client = house.live(reader());
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
        RecordingClient client = house.live(reader());
        RecordingClient other = house.live(roles.get(2));
        house.transformers.offer(House.contributions("smith", TestContext.NONE, new PayloadTransformer() {
            @Override
            public Set<String> contentTypes() {
                return Set.of(ARTICLE);
            }

            @Override
            public Map<String, @Nullable Object> transform(String contentType, Entry visible) {
                if (visible.id().equals(2L)) {
                    client.leave(Room.of(reader()));
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
    void leavesOutNoneOfTheStatesOfATransaction() {
        house.live(reader());
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

    @Test
    void givesWhoWentAwayInTheMiddleTheRestAndThenTheEnd() {
        RecordingClient witness = house.live(roles.get(2));
        commit(article(1), article(2), aTag(1), article(3));
        commit(article(4));
        house.settle();
        List<String> offsets = Comeback.offsets(witness);

        RecordingClient rest = back(roles.get(2), at(offsets.get(1)));
        assertThat(rest.heard()).isEqualTo(witness.heard().subList(2, 7));
        RecordingClient onlyTheEnd = back(tagger(), at(offsets.get(2)));
        assertThat(onlyTheEnd.heard()).containsExactly(witness.heard().get(4));
        RecordingClient hasAll = back(roles.get(2), at(offsets.get(3)));
        assertThat(hasAll.heard()).isEqualTo(witness.heard().subList(4, 7));
        RecordingClient knowsAll = back(roles.get(2), at(offsets.get(4)));
        assertThat(knowsAll.heard()).isEqualTo(witness.heard().subList(5, 7));
        RecordingClient newest = back(reader(), at(offsets.get(6)));
        assertThat(newest.heard()).isEmpty();
    }

    @Test
    void tellsWhoNeverHadAnEventOfNoEndButThoseOfWhatItMissed() {
        commit(article(1), article(2));
        house.settle();
        Position begun = house.catchUp.head();
        commit(aTag(1), aTag(2));
        house.settle();

        assertThat(back(reader(), begun).heard()).isEmpty();
        assertThat(names(back(tagger(), begun))).containsExactly("tag:create", "tag:create", "tx:end");
    }

    @Test
    void tellsOfTheEndAgainWhoAsksByAnOffsetButDoesNotSetItBack() {
        RecordingClient client = house.live(reader());
        commit(article(1), article(2));
        house.settle();
        Position first = at(Comeback.offsets(client).get(0));
        CatchUp.Outcome outcome = house.catchUp
                .sync(client, Optional.of(first), Set.of())
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join()
                .orElseThrow();

        assertThat(outcome.events()).isEqualTo(1);
        assertThat(names(client).subList(3, 5)).containsExactly("article:create", "tx:end");
        assertThat(Comeback.offsets(client)).hasSize(3);
        assertThat(txs(client)).containsOnly(txs(client).get(0));
    }

    @Test
    void keepsATransactionTogetherThatIsLargerThanAllThereIsRoomFor() {
        rebuild(Comeback.atomic(Comeback.ALL, 16, articles, tags()));
        RecordingClient client = house.live(reader());
        house.log.append(articles(1, 600));
        house.settle();
        house.log.append(articles(601, 602));
        house.settle();
        List<String> offsets = Comeback.offsets(client);

        assertThat(names(client))
                .hasSize(604)
                .endsWith("article:create", "tx:end", "article:create", "article:create", "tx:end");
        assertThat(names(client).subList(0, 600)).containsOnly("article:create");
        assertThat(new HashSet<>(txs(client).subList(0, 601))).hasSize(1);
        assertThat(back(reader(), at(offsets.get(7))).heard())
                .isEqualTo(client.heard().subList(8, 604));
    }

    @Test
    void hasThoseReloadWhoseTransactionIsKeptOnlyInPart() {
        rebuild(Comeback.atomic(new Retention(3, 1_000_000, Comeback.ALL.age()), 16, articles));
        RecordingClient client = house.live(reader());
        house.log.append(articles(1, 6));
        house.settle();
        List<String> offsets = Comeback.offsets(client);

        assertThat(names(back(reader(), at(offsets.get(2))))).containsExactly("sync:required");
        assertThat(names(back(reader(), at(offsets.get(3)))))
                .containsExactly("article:create", "article:create", "tx:end");
        assertThat(names(back(reader(), at(offsets.get(6))))).isEmpty();
    }

    /** By a model: each client's frames are whole transactions, in one order, whoever writes at the same time. */
    @Test
    void doesNotMixTransactionsOfManyWriters() throws Exception {
        List<RecordingClient> clients = roles.stream().map(house::live).toList();
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
        assertThat(whole(back(roles.get(2), Position.BEGINNING))).isEqualTo(order);
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
