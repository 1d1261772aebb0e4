package dev.pluginio.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.log.Position;
import dev.pluginio.log.Retention;
import dev.pluginio.testing.RecordingClient;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What clients are told of transactions that they missed in whole or in part. */
class MissedTransactionsTest extends TransactionsTesting {

    @Test
    void givesWhoWentAwayInTheMiddleTheRestAndThenTheEnd() {
        RecordingClient witness = house.live(EVERYTHING);
        commit(article(1), article(2), aTag(1), article(3));
        commit(article(4));
        house.settle();
        List<String> offsets = Comeback.offsets(witness);

        RecordingClient rest = back(EVERYTHING, at(offsets.get(1)));
        assertThat(rest.heard()).isEqualTo(witness.heard().subList(2, 7));
        RecordingClient onlyTheEnd = back(TAGGER, at(offsets.get(2)));
        assertThat(onlyTheEnd.heard()).containsExactly(witness.heard().get(4));
        RecordingClient hasAll = back(EVERYTHING, at(offsets.get(3)));
        assertThat(hasAll.heard()).isEqualTo(witness.heard().subList(4, 7));
        RecordingClient knowsAll = back(EVERYTHING, at(offsets.get(4)));
        assertThat(knowsAll.heard()).isEqualTo(witness.heard().subList(5, 7));
        RecordingClient newest = back(reader, at(offsets.get(6)));
        assertThat(newest.heard()).isEmpty();
    }

    @Test
    void tellsOfTheEndThoughTransactionsAreNotKeptTogetherAnyMore() {
        RecordingClient witness = house.live(reader);
        commit(article(1), article(2));
        house.settle();
        house.single();
        commit(article(3));
        house.settle();
        List<String> offsets = Comeback.offsets(witness);

        RecordingClient rest = back(reader, at(offsets.get(0)));
        assertThat(rest.heard()).isEqualTo(witness.heard().subList(1, 4));
        RecordingClient onlyTheEnd = back(reader, at(offsets.get(1)));
        assertThat(onlyTheEnd.heard()).isEqualTo(witness.heard().subList(2, 4));
    }

    @Test
    void tellsWhoNeverHadAnEventOfNoEndButThoseOfWhatItMissed() {
        commit(article(1), article(2));
        house.settle();
        Position begun = house.catchUp.head();
        commit(aTag(1), aTag(2));
        house.settle();

        assertThat(back(reader, begun).heard()).isEmpty();
        assertThat(names(back(TAGGER, begun))).containsExactly("tag:create", "tag:create", "tx:end");
    }

    @Test
    void tellsOfTheEndAgainWhoAsksByAnOffsetButDoesNotSetItBack() {
        RecordingClient client = house.live(reader);
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
        rebuild(Comeback.atomic(Comeback.ALL, 16, ARTICLES, TAGS));
        RecordingClient client = house.live(reader);
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
        assertThat(back(reader, at(offsets.get(7))).heard())
                .isEqualTo(client.heard().subList(8, 604));
    }

    @Test
    void hasThoseReloadWhoseTransactionIsKeptOnlyInPart() {
        rebuild(Comeback.atomic(new Retention(3, 1_000_000, Comeback.ALL.age()), 16, ARTICLES));
        RecordingClient client = house.live(reader);
        house.log.append(articles(1, 6));
        house.settle();
        List<String> offsets = Comeback.offsets(client);

        assertThat(names(back(reader, at(offsets.get(2))))).containsExactly("sync:required");
        assertThat(names(back(reader, at(offsets.get(3)))))
                .containsExactly("article:create", "article:create", "tx:end");
        assertThat(names(back(reader, at(offsets.get(6))))).isEmpty();
    }
}
