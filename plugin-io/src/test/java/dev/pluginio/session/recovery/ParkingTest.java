package dev.pluginio.session.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.session.recovery.Owner.Kind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ParkingTest {

    private static final Owner ANN = new Owner("/", "", Kind.USER, "1");
    private static final Owner BOB = new Owner("/", "", Kind.USER, "2");

    private long now = Long.MAX_VALUE - 10; // it may run over
    private final List<String> dropped = new ArrayList<>();
    private final Parking<String> parking =
            new Parking<>(settings(true, 10, 3), new SecureRandom(), () -> now, dropped::add);

    private static RecoverySettings settings(boolean enabled, int seconds, int most) {
        return new RecoverySettings(enabled, Duration.ofSeconds(seconds), most);
    }

    private CompletableFuture<Optional<String>> claim(String pid, Owner owner) {
        return claim(pid, owner, CompletableFuture.completedFuture(Optional.empty()));
    }

    private CompletableFuture<Optional<String>> claim(
            String pid, Owner owner, CompletableFuture<Optional<String>> elsewhere) {
        return parking.claim(pid, owner, () -> elsewhere).toCompletableFuture();
    }

    private void passes(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void givesOutWhatWasKeptOnce() {
        parking.park("pid", ANN, "hers");

        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.of("hers"));
        parking.forget("pid");
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.empty());
        assertThat(dropped).isEmpty();
    }

    @Test
    void givesNothingToAnybodyElseWhoLosesNothingByIt() {
        parking.park("pid", ANN, "hers");

        assertThat(claim("pid", BOB)).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", new Owner("/other", "", Kind.USER, "1"))).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", new Owner("/", "strategist", Kind.USER, "1"))).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", new Owner("/", "", Kind.TOKEN, "1"))).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.of("hers"));
    }

    @Test
    void keepsNothingLongerThanItMay() {
        parking.park("old", ANN, "older");
        passes(9);
        parking.park("young", ANN, "younger");
        passes(1);

        assertThat(claim("old", ANN)).isCompletedWithValue(Optional.empty());
        assertThat(dropped).containsExactly("older");
        passes(8);
        parking.sweep();
        assertThat(parking.size()).isOne();
        assertThat(claim("young", ANN)).isCompletedWithValue(Optional.of("younger"));
    }

    @Test
    void keepsTheLatestOfTooMany() {
        for (String one : List.of("1", "2", "3", "4", "5")) {
            parking.park(one, ANN, one);
        }

        assertThat(parking.size()).isEqualTo(3);
        assertThat(dropped).containsExactly("1", "2");
        assertThat(claim("5", ANN)).isCompletedWithValue(Optional.of("5"));
    }

    @Test
    void makesOneLeaveThatStillSeemsToBeHere() {
        parking.arrived("pid", ANN, () -> parking.park("pid", ANN, "hers"));

        assertThat(claim("pid", BOB)).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.of("hers"));
        assertThat(parking.size()).isZero();
    }

    @Test
    void givesToTheLatestOfSeveralThatWaitForTheSame() {
        parking.arrived("pid", ANN, () -> {});

        CompletableFuture<Optional<String>> first = claim("pid", ANN);
        assertThat(first).isNotDone();
        CompletableFuture<Optional<String>> second = claim("pid", ANN);
        assertThat(first).isCompletedWithValue(Optional.empty());
        parking.park("pid", ANN, "hers");

        assertThat(second).isCompletedWithValue(Optional.of("hers"));
    }

    @Test
    void waitsForWhatBecomesOfAnotherThatWasGivenTheSame() {
        parking.park("pid", ANN, "hers");
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.of("hers"));
        CompletableFuture<Optional<String>> second = claim("pid", ANN);
        assertThat(second).isNotDone();
        assertThat(claim("pid", BOB)).isCompletedWithValue(Optional.empty());

        parking.arrived("pid", ANN, () -> parking.park("pid", ANN, "still hers"));

        assertThat(second).isCompletedWithValue(Optional.of("still hers"));
        CompletableFuture<Optional<String>> third = claim("pid", ANN);
        parking.forget("pid");
        assertThat(third).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.empty());
    }

    @Test
    void waitsForNobodyForLong() {
        parking.arrived("pid", ANN, () -> {});
        CompletableFuture<Optional<String>> second = claim("pid", ANN);
        passes(4);
        parking.sweep();
        assertThat(second).isNotDone();

        passes(1);
        parking.sweep();

        assertThat(second).isCompletedWithValue(Optional.empty());
    }

    /** Guards that nobody can have others forgotten by coming and going often. */
    @Test
    void forgetsThoseOfWhomThereAreMost() {
        Owner nobody = new Owner("/", "", Kind.PUBLIC, "");
        parking.park("hers", ANN, "hers");
        parking.park("his", BOB, "his");
        for (String one : List.of("1", "2", "3", "4")) {
            parking.park(one, nobody, one);
        }

        assertThat(dropped).containsExactly("1", "2", "3");
        assertThat(claim("hers", ANN)).isCompletedWithValue(Optional.of("hers"));
        parking.park("other", new Owner("/", "", Kind.USER, "3"), "other");
        parking.park("fourth", new Owner("/", "", Kind.USER, "4"), "fourth");
        assertThat(dropped).containsExactly("1", "2", "3", "his"); // the oldest where all have one
    }

    @Test
    void tellsThoseWhoWaitThatItLeftForGood() {
        parking.arrived("pid", ANN, () -> parking.forget("pid"));

        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.empty());
    }

    @Test
    void goesByOtherSettingsAtOnce() {
        parking.park("1", ANN, "1");
        parking.park("2", ANN, "2");
        parking.reconfigure(settings(true, 10, 1));
        assertThat(dropped).containsExactly("1");

        parking.reconfigure(settings(false, 10, 1));
        parking.park("3", ANN, "3");
        assertThat(dropped).containsExactly("1", "2", "3");
        assertThat(parking.isOpen()).isFalse();

        parking.reconfigure(settings(true, 10, 1));
        parking.park("4", ANN, "4");
        passes(5);
        parking.reconfigure(settings(true, 5, 1));
        assertThat(dropped).endsWith("4");
    }

    @Test
    void makesSecretsOf128Bits() {
        assertThat(parking.newPid()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(parking.newPid());
    }

    @Test
    void asksElsewhereForOneAtATime() {
        CompletableFuture<Optional<String>> found = new CompletableFuture<>();
        CompletableFuture<Optional<String>> first = claim("pid", ANN, found);
        CompletableFuture<Optional<String>> second = claim("pid", ANN);
        assertThat(second).isNotDone();

        found.complete(Optional.of("hers"));
        assertThat(first).isCompletedWithValue(Optional.of("hers"));
        assertThat(second).isNotDone();
        parking.park("pid", ANN, "hers still");
        assertThat(second).isCompletedWithValue(Optional.of("hers still"));
    }

    @Test
    void hasNobodyWaitForWhatIsNotFoundElsewhere() {
        CompletableFuture<Optional<String>> found = new CompletableFuture<>();
        claim("pid", ANN, found);
        CompletableFuture<Optional<String>> second = claim("pid", ANN);

        found.complete(Optional.empty());
        assertThat(second).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", ANN)).isCompletedWithValue(Optional.empty());
    }

    @Test
    void asksElsewhereForTheOwnerWhileSomebodyElseTries() {
        CompletableFuture<Optional<String>> forBob = new CompletableFuture<>();
        claim("pid", BOB, forBob);

        assertThat(claim("pid", ANN, CompletableFuture.completedFuture(Optional.of("hers"))))
                .isCompletedWithValue(Optional.of("hers"));
        parking.arrived("pid", ANN, () -> {});
        forBob.complete(Optional.empty());
        CompletableFuture<Optional<String>> again = claim("pid", ANN);
        parking.park("pid", ANN, "hers");
        assertThat(again).isCompletedWithValue(Optional.of("hers"));
    }

    @Test
    void isDoneWithWhatCouldNotBeRead() {
        var elsewhere = new CompletableFuture<Optional<String>>();
        CompletableFuture<Optional<String>> first = claim("pid", ANN, elsewhere);
        CompletableFuture<Optional<String>> second = claim("pid", ANN);

        elsewhere.completeExceptionally(new IllegalStateException("torn"));

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedWithValue(Optional.empty());
        assertThat(claim("pid", ANN, CompletableFuture.completedFuture(Optional.of("hers"))))
                .isCompletedWithValue(Optional.of("hers"));
    }
}
