package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.draft;
import static dev.pluginio.testing.Blog.published;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Guards B25: a client that was away knows what it missed. */
class CatchUpTest extends ComebackTesting {

    private static ContentChange created(long id, String title) {
        return ContentChange.created(ARTICLE, published(id, title));
    }

    private void create(int from, int to) {
        for (int id = from; id <= to; id++) {
            house.commit(created(id, "t" + id));
        }
    }

    @Test
    void givesWhatWasMissedInOrderAndThenWhatIsNew() {
        RecordingClient witness = house.live(reader);
        create(1, 3);
        Position from = house.head();
        create(4, 1000);
        RecordingClient client = house.back(reader, from);
        hasCaughtUp(client);
        create(1001, 1002);
        house.settle();

        assertThat(Comeback.offsets(client))
                .isEqualTo(Comeback.offsets(witness).subList(3, 1002))
                .hasSize(999);
        assertThat(client.heard()).isEqualTo(witness.heard().subList(3, 1002));
    }

    @Test
    void givesTheNextWhatWasWrittenForTheFirst() {
        Position from = house.head();
        create(1, 3);
        RecordingClient first = house.back(reader, from);
        hasCaughtUp(first);
        RecordingClient next = house.back(reader, from);
        hasCaughtUp(next);

        assertThat(first.arguments()).hasSize(3).allMatch(Arguments::isLasting);
        assertThat(next.arguments())
                .usingElementComparator(CatchUpTest::identity)
                .isEqualTo(first.arguments());
    }

    private static int identity(Arguments one, Arguments other) {
        return one == other ? 0 : 1;
    }

    /** A client that comes back and has taken each part of what it missed when this completes. */
    private RecordingClient backTaking(Position from, CompletableFuture<Void> taken) {
        return house.onTheWay(() -> {
            RecordingClient client = house.back(reader, from);
            client.takes(() -> taken);
            return client;
        });
    }

    @Test
    void hearsNothingOfWhatIsNewBeforeItHasWhatItMissed() {
        Position from = house.head();
        create(1, 300);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        backTaking(from, taken);
        RecordingClient slow = backTaking(from, taken);
        await().untilAsserted(() -> assertThat(slow.heard()).hasSizeBetween(1, 299));
        create(301, 302);
        house.settle();
        assertThat(slow.heard()).hasSizeLessThan(300);
        taken.complete(null);
        hasCaughtUp(slow);

        assertThat(Comeback.told(slow)).hasSize(302).startsWith("create t1").endsWith("create t301", "create t302");
        assertThat(Comeback.offsets(slow)).doesNotHaveDuplicates();
    }

    @Test
    void hidesEarlierStatesOfWhatIsHiddenNow() {
        Position from = house.head();
        house.commit(created(1, "secret later"));
        house.commit(ContentChange.updated(ARTICLE, published(1, "secret later"), draft(1, "withdrawn")));
        house.commit(created(2, "open"));
        house.commit(ContentChange.updated(ARTICLE, draft(1, "withdrawn"), draft(1, "reworked")));
        house.settle();
        RecordingClient client = house.back(reader, from);
        hasCaughtUp(client);

        assertThat(Comeback.told(client)).containsExactly("leave", "create open");
        assertThat(client.heard()).noneMatch(frame -> frame.contains("secret"));
    }

    @Test
    void hidesEarlierStatesOfWhatWasHiddenWithoutBeingTold() {
        Position from = house.head();
        house.commit(created(1, "secret later"));
        house.log.append(Announcement.untold(
                ContentChange.updated(ARTICLE, published(1, "secret later"), draft(1, "withdrawn"))));
        RecordingClient client = house.back(reader, from);
        hasCaughtUp(client);

        assertThat(client.heard()).isEmpty();
    }

    @Test
    void givesAllOfWhatWasDeletedWhileItWasVisible() {
        Position from = house.head();
        house.commit(created(1, "short-lived"));
        house.commit(ContentChange.deleted(ARTICLE, published(1, "short-lived")));
        RecordingClient client = house.back(reader, from);
        hasCaughtUp(client);

        assertThat(Comeback.told(client)).containsExactly("create short-lived", "delete");
    }

    @Test
    void decidesByTheRightsOfNow() {
        Role narrowed = house.policy.role("narrowed", allowed(ARTICLE + ".find", ARTICLE + ".find-drafts"));
        Position from = house.head();
        house.commit(created(1, "open"));
        house.commit(ContentChange.created(ARTICLE, draft(2, "draft")));
        house.settle();
        house.permit(narrowed, allowed(ARTICLE + ".find"));
        RecordingClient client = house.back(narrowed, from);
        hasCaughtUp(client);
        assertThat(Comeback.told(client)).containsExactly("create open");

        house.permit(narrowed, allowed());
        RecordingClient nobody = house.back(narrowed, from);
        hasCaughtUp(nobody);
        assertThat(nobody.heard()).isEmpty();
    }

    @Test
    void asksToReloadWhereTheLogNoLongerReachesBack() {
        rebuild(new Comeback(new Retention(10, 1_000_000, Duration.ofHours(1))));
        Role blind = house.policy.role("blind", allowed());
        Position from = house.head();
        create(1, 10);
        Position stillThere = house.head();
        create(11, 11);
        RecordingClient late = house.back(reader, from);
        RecordingClient forbidden = house.back(blind, from);
        RecordingClient inTime = house.back(reader, stillThere);
        hasCaughtUp(late);
        hasCaughtUp(forbidden);
        hasCaughtUp(inTime);
        create(12, 12);
        house.settle();

        assertThat(late.heard().get(0)).contains("sync:required", "\"types\":[\"" + ARTICLE + "\"]", "\"gone\"");
        assertThat(Comeback.told(late)).hasSize(2).endsWith("create t12");
        assertThat(forbidden.heard()).singleElement().asString().contains("\"types\":[]");
        assertThat(Comeback.told(inTime)).containsExactly("create t11", "create t12");
    }

    private boolean hasRoom() {
        return house.log.afterAppended(() -> true).exceptionally(full -> false).join();
    }

    @Test
    void asksToReloadAfterAGap() throws InterruptedException {
        rebuild(new Comeback(Comeback.ALL, 8, Blog.articles(PermissionRule.FIND)));
        create(1, 1);
        Position before = house.head();
        CountDownLatch open = new CountDownLatch(1);
        CompletableFuture<Object> held = house.log.afterAppended(() -> {
            try {
                return open.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        create(2, 12);
        open.countDown();
        held.join();
        await().until(this::hasRoom);
        create(13, 13);
        Position after = house.head();
        create(14, 14);
        RecordingClient lost = house.back(reader, before);
        RecordingClient fine = house.back(reader, after);
        hasCaughtUp(lost);
        hasCaughtUp(fine);

        assertThat(lost.heard()).singleElement().asString().startsWith("sync:required");
        assertThat(Comeback.told(fine)).containsExactly("create t14");
    }

    @Test
    void asksToReloadWhereTooMuchWasMissed() {
        house.catchUp.reconfigure(2_000);
        Position from = house.head();
        create(1, 50);
        RecordingClient client = house.back(reader, from);
        hasCaughtUp(client);
        create(51, 51);
        house.settle();

        assertThat(client.heard()).anyMatch(frame -> frame.contains("sync:required") && frame.contains("too_much"));
        assertThat(Comeback.told(client)).endsWith("create t51");
        assertThat(house.catchUp.size()).isZero();
    }

    @Test
    void syncGivesWhatCameAfterAnOffset() throws Exception {
        RecordingClient client = house.live(reader);
        create(1, 2);
        Position from = house.head();
        create(3, 4);
        house.settle();
        client.heard().clear();
        CatchUp.Outcome outcome = house.catchUp
                .sync(client, Optional.of(from), Set.of())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .orElseThrow();
        create(5, 5);
        house.settle();

        assertThat(outcome).isEqualTo(new CatchUp.Outcome(2, null, List.of()));
        assertThat(client.heard().get(0)).as("does not set the client back").endsWith("}}");
        assertThat(client.heard().get(2)).as("leads the client on").endsWith("\"");
        assertThat(Comeback.told(client)).containsExactly("create t3", "create t4", "create t5");
    }

    @Test
    void syncAnswersWhatIsForgedAsWhatIsTooOld() throws Exception {
        rebuild(new Comeback(new Retention(1, 1_000_000, Duration.ofHours(1))));
        RecordingClient client = house.live(reader);
        Position old = house.head();
        create(1, 3);
        house.settle();
        client.heard().clear();
        CatchUp.Outcome forged = house.catchUp
                .sync(client, house.journal().find("AAAAAAAAAAAAAAAAAAAAAA"), Set.of())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .orElseThrow();
        CatchUp.Outcome tooOld = house.catchUp
                .sync(client, Optional.of(old), Set.of())
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS)
                .orElseThrow();

        assertThat(forged).isEqualTo(tooOld).isEqualTo(new CatchUp.Outcome(0, CatchUp.Reason.GONE, List.of(ARTICLE)));
        assertThat(client.heard()).hasSize(2).allMatch(client.heard().get(0)::equals);
    }

    @Test
    void syncOfOtherTypesLosesNothingThatIsNew() throws Exception {
        Position from = house.head();
        RecordingClient client = house.live(reader);
        create(1, 2);
        house.settle();
        client.heard().clear();
        CompletableFuture<Void> taken = new CompletableFuture<>();
        client.takes(() -> taken);
        CompletableFuture<Optional<CatchUp.Outcome>> sync = house.catchUp
                .sync(client, Optional.of(from), Set.of("api::other.other"))
                .toCompletableFuture();
        create(3, 3);
        taken.complete(null);
        sync.get(60, TimeUnit.SECONDS);
        create(4, 4);
        house.settle();

        assertThat(Comeback.told(client)).containsExactly("create t3", "create t4");
    }

    @Test
    void aClientThatLeavesMeanwhileIsForgotten() {
        Position from = house.head();
        create(1, 600);
        CompletableFuture<Void> taken = new CompletableFuture<>();
        RecordingClient client = backTaking(from, taken);
        RecordingClient second = backTaking(from, taken);
        house.leaves(client);
        house.leaves(second);
        taken.complete(null);

        await().untilAsserted(() -> assertThat(house.catchUp.size()).isZero());
    }
}
