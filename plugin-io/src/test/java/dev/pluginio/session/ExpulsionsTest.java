package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.AccessChange;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Handshake;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who has to go, or to connect again, because rights have changed or have ended. */
class ExpulsionsTest extends SessionsTesting {

    @Test
    void expelsTheClientsOfAChangedUserAlone() {
        FakeClient ann = admitted("ann").enter();
        FakeClient other = admitted("program").enter();

        AccessChange change = new AccessChange.UserChanged("1");
        change(change);

        assertThat(ann.gone).isTrue();
        assertThat(other.gone).isFalse();
    }

    @Test
    void expelsTheClientsOfARevokedTokenButNotOfAnEditedOne() {
        FakeClient program = admitted("program").enter();
        AccessChange change = new AccessChange.ApiTokenChanged(token.id());

        change(change);
        assertThat(program.gone).isFalse();

        policy.remove(token);
        change(change);
        assertThat(program.gone).isTrue();
    }

    @Test
    void expelsTheClientsOfATokenThatNowExpiresEarlier() {
        policy.expire(token, Optional.of(NOW.plusSeconds(3600)));
        FakeClient program = admitted("program").enter();
        FakeClient ann = admitted("ann").enter();

        policy.expire(token, Optional.of(NOW.plusMillis(30)));
        change(new AccessChange.ApiTokenChanged(token.id()));

        Awaitility.await().until(() -> program.gone);
        assertThat(ann.gone).isFalse();
    }

    /** A host that says "never" by the furthest moment there is. */
    @Test
    void enforcesARevocationAlthoughAnotherTokenEndsAtTheFurthestMoment() {
        policy.expire(token, Optional.of(Instant.MAX));
        FakeClient program = admitted("program").enter();
        change(new AccessChange.ApiTokenChanged(token.id()));
        assertThat(program.gone).isFalse();
        policy.expire(token, Optional.of(Instant.MIN));

        change(new AccessChange.ApiTokenChanged(token.id()));

        Awaitility.await().until(() -> program.gone);
    }

    /** The timer ends what takes too long, so it must not wait for the host's database. */
    @Test
    void doesNotAskTheHostForRightsOnTheTimer() {
        List<Runnable> enforcing = new ArrayList<>();
        Enforcement delayed = enforcement(enforcing::add, timer);
        Sessions held = sessions(SessionSettings.defaults(), delayed);
        List<FakeClient> programs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            duringAuthentication = () -> delayed.changed(new AccessChange.EverythingChanged());
            programs.add(new FakeClient((Admission.Admitted)
                    held.connecting(new Handshake("/", Map.of("token", "program"), Map.of(), new InetSocketAddress(0)))
                            .toCompletableFuture()
                            .join()));
        }
        policy.remove(token);
        access.invalidate(new AccessChange.EverythingChanged());
        enforcing.clear();

        programs.forEach(held::connected);
        assertThat(enforcing).as("once for all").hasSize(1);
        enforcing.get(0).run();

        assertThat(programs).allMatch(program -> program.gone);
    }

    @Test
    void keepsTheClientsOfATokenThatNowExpiresLater() {
        ScheduledThreadPoolExecutor later = new ScheduledThreadPoolExecutor(1);
        later.setRemoveOnCancelPolicy(true);
        Enforcement delayed = enforcement(later, later);
        Sessions patient = sessions(SessionSettings.defaults(), delayed);
        try {
            policy.expire(token, Optional.of(NOW.plusSeconds(3600)));
            FakeClient program = admitted("program");
            patient.connected(program);
            change(delayed, new AccessChange.ApiTokenChanged(token.id()));
            assertThat(later.getQueue()).hasSize(1);

            policy.expire(token, Optional.empty());
            change(delayed, new AccessChange.ApiTokenChanged(token.id()));
            assertThat(later.getQueue()).isEmpty();

            policy.expire(token, Optional.of(NOW.plusSeconds(7200)));
            change(delayed, new AccessChange.EverythingChanged());
            assertThat(later.getQueue())
                    .singleElement()
                    .satisfies(end -> assertThat(((Delayed) end).getDelay(TimeUnit.SECONDS))
                            .isBetween(7000L, 7200L));

            patient.disconnected(program, "client namespace disconnect");
            assertThat(later.getQueue()).isEmpty();
            assertThat(program.gone).isFalse();
        } finally {
            later.shutdownNow();
        }
    }

    private void change(AccessChange change) {
        change(enforcement, change);
    }

    private static void change(Enforcement enforcement, AccessChange change) {
        enforcement.changed(change).toCompletableFuture().join();
    }

    @Test
    void sendsNobodyAwayBecauseTheHostCannotTellItsRolesForAMoment() {
        FakeClient ann = admitted("ann").enter();
        policy.failToList(true);

        change(new AccessChange.RoleChanged(editor.id()));

        assertThat(ann.gone).isFalse();
    }

    @Test
    void hasAUserWhoWasChangedWhileBeingAdmittedConnectAgain() {
        duringAuthentication = () -> change(new AccessChange.UserChanged("1"));
        FakeClient ann = admitted("ann");
        duringAuthentication = () -> {};

        ann.enter();

        assertThat(ann.again).isTrue();
        assertThat(attendance.present()).isEmpty();
    }

    @Test
    void expelsATokenThatWasRevokedWhileBeingAdmitted() {
        duringAuthentication = () -> {
            policy.remove(token);
            change(new AccessChange.ApiTokenChanged(token.id()));
        };

        FakeClient program = admitted("program").enter();

        Awaitility.await().until(() -> program.gone);
    }

    @Test
    void expelsAClientWhenItsCredentialsExpire() {
        FakeClient brief = admitted("brief").enter();

        Awaitility.await().until(() -> brief.gone);
    }
}
