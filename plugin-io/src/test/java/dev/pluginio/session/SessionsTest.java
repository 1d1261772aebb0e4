package dev.pluginio.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Credentials;
import dev.pluginio.session.rooms.RoomSettings;
import dev.pluginio.transport.Admission;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Handshake;
import dev.pluginio.transport.Room;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Who is let in, with which rooms. */
class SessionsTest extends SessionsTesting {

    @Test
    void putsAClientWithoutATokenIntoThePublicRole() {
        Admission.Admitted admission = (Admission.Admitted) connect(Map.of());

        assertThat(admission.rooms()).containsExactly(Room.of(publicRole));
        assertThat(connect(Map.of("strategy", "jwt"))).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void putsAUserIntoTheRoomsOfRoleAndUser() {
        assertThat(admitted("ann").rooms()).containsExactlyInAnyOrder(Room.of(editor), new Room(Room.Kind.USER, "1"));
        assertThat(admitted("program").rooms()).containsExactly(Room.of(token));
    }

    @Test
    void putsClientsIntoTheRoomsThatTheirRoleIsGiven() {
        sessions.reconfigure(new SessionSettings(
                Map.of(),
                new RoomSettings(List.of(), Map.of(editor.name(), Set.of("newsroom"), "*", Set.of("all")), List.of())));

        assertThat(admitted("ann").rooms()).contains(Room.custom("newsroom"), Room.custom("all"));
        assertThat(admitted("program").rooms()).containsOnly(Room.of(token), Room.custom("all"));
    }

    @Test
    void findsTheStayOfAClientByItsSocketId() {
        FakeClient ann = admitted("ann").enter();

        assertThat(sessions.find(ann.id())).hasValueSatisfying(stay -> {
            assertThat(stay.client()).isSameAs(ann);
            assertThat(stay.principal().grantee()).isEqualTo(editor);
            assertThat(stay.lane()).isNotNull();
        });
        ann.disconnect();
        assertThat(sessions.find(ann.id())).isEmpty();
    }

    @Test
    void takesATokenWithoutAStrategyForAJwt() {
        connect(Map.of("token", "ann"));
        connect(Map.of("token", "ann", "strategy", "api-token"));

        assertThat(shown).extracting(Credentials::strategy).containsExactly("jwt", "api-token");
    }

    @Test
    void refusesABadTokenAndNeverTakesItForNone() {
        assertThat(codeOf(connect(Map.of("token", "forged")))).isEqualTo("invalid_token");
        assertThat(codeOf(connect(Map.of("token", "")))).isEqualTo("invalid_auth");
        assertThat(codeOf(connect(Map.of("token", 5)))).isEqualTo("invalid_auth");
        assertThat(codeOf(connect(Map.of("token", "x".repeat(9000))))).isEqualTo("invalid_auth");
        assertThat(codeOf(connect(Map.of("token", "ann", "strategy", "magic")))).isEqualTo("unknown_strategy");
        assertThat(codeOf(connect(Map.of("token", "over")))).isEqualTo("expired_token");
    }

    /** B9: a token in the address is refused before anybody looks at it. */
    @Test
    void refusesTokensInTheAddress() {
        assertThat(codeOf(connect(Map.of("token", "ann"), "Token"))).isEqualTo("token_in_query");
        assertThat(codeOf(connect(Map.of(), "EIO", "access_token"))).isEqualTo("token_in_query");
        assertThat(shown).isEmpty();
    }

    @Test
    void refusesWithoutTellingWhyWhenTheHostFails() {
        Admission.Refused refused = (Admission.Refused) connect(Map.of("token", "broken"));

        assertThat(refused.data()).containsEntry("code", "internal_error");
        assertThat(refused.message()).doesNotContain("secret");
        assertThat(refused.passing()).isTrue();
    }

    @Test
    void refusesWhenTooManyAreConnecting() {
        Sessions full = new Sessions(
                SessionSettings.defaults(),
                handlers,
                new Host(),
                enforcement,
                attendance,
                task -> {
                    throw new RejectedExecutionException();
                },
                Clock.systemUTC(),
                SessionObserver.NONE);

        Admission admission = full.connecting(new Handshake("/", Map.of(), Map.of(), new InetSocketAddress(0)))
                .toCompletableFuture()
                .join();
        assertThat(codeOf(admission)).isEqualTo("busy");
        assertThat(((Admission.Refused) admission).passing()).isTrue();
    }

    @Test
    void knowsWhoIsPresent() {
        FakeClient one = admitted("ann").enter();
        FakeClient two = admitted("ann").enter();
        assertThat(attendance.present()).containsExactly(editor);

        one.disconnect();
        assertThat(attendance.present()).containsExactly(editor);
        two.disconnect();
        assertThat(attendance.present()).isEmpty();
    }

    @Test
    void hasEveryClientConnectAgainWhenEventsWereLost() {
        FakeClient ann = admitted("ann").enter();
        FakeClient program = admitted("program").enter();

        sessions.reconnectAll();

        assertThat(ann.again).isTrue();
        assertThat(program.again).isTrue();
        assertThat(ann.gone).isFalse();
    }

    /** As the official server does. */
    @Test
    void ignoresAnEventThatNobodyHandles() {
        List<Arguments> answers = new ArrayList<>();
        FakeClient ann = admitted("ann").enter();

        sessions.received(ann, "anything", List.of(), answers::add);
        sessions.received(ann, "anything", List.of(), null);

        assertThat(answers).isEmpty();
        assertThat(ann.gone).isFalse();
    }
}
