package dev.pluginio.session.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.api.realtime.SocketInfo;
import dev.pluginio.session.handlers.Arrangement;
import dev.pluginio.session.handlers.Lane;
import dev.pluginio.session.rooms.RoomSettings.JoinRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What policies of plugins decide about rooms and private messages. */
class RoomPoliciesTest extends RoomsTesting {

    @Test
    void asksThePoliciesOfPluginsBesideTheRules() {
        policy(saying(RoomPolicy.Decision.ALLOW), saying(RoomPolicy.Decision.ABSTAIN));
        assertThat(asked(ann, "join-room", "any")).containsExactly("{\"success\":true,\"room\":\"any\"}");
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly("{\"success\":true}");

        policy(saying(RoomPolicy.Decision.ALLOW), saying(RoomPolicy.Decision.REFUSE));
        permit(new JoinRule("*", Set.of("*")));
        assertThat(asked(ann, "join-room", "other")).containsExactly(REFUSED);
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly(NOBODY);

        policy(saying(RoomPolicy.Decision.ABSTAIN));
        assertThat(asked(ann, "join-room", "other")).containsExactly("{\"success\":true,\"room\":\"other\"}");
        handlers.offer(List.of());
        permit();
        assertThat(asked(ann, "join-room", "third")).containsExactly(REFUSED);
    }

    @Test
    void tellsPoliciesTheirSettings() {
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room, IoContext context) {
                return room.equals(context.settings().get("open")) ? Decision.ALLOW : Decision.REFUSE;
            }

            @Override
            public Decision maySend(SocketInfo from, SocketInfo to, IoContext context) {
                return context.settings().containsKey("talk") ? Decision.ALLOW : Decision.REFUSE;
            }
        });
        assertThat(asked(ann, "join-room", "lobby")).containsExactly(REFUSED);
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly(NOBODY);

        handlers.reconfigure(new Arrangement(
                List.of(),
                List.of(new Arrangement.Named(null, null, "other", true, Map.of("open", "lobby", "talk", true)))));

        assertThat(asked(ann, "join-room", "lobby")).containsExactly("{\"success\":true,\"room\":\"lobby\"}");
        assertThat(asked(ann, "private-message", message(bob.id(), 1))).containsExactly("{\"success\":true}");
    }

    @Test
    void showsPoliciesWhoAsks() {
        List<Object> seen = new CopyOnWriteArrayList<>();
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) {
                seen.addAll(List.of(client.id(), client.userId().orElseThrow(), client.namespace(), room));
                return Decision.REFUSE;
            }
        });

        asked(ann, "join-room", "lobby");
        assertThat(seen).containsExactly(ann.id(), "a", "/", "lobby");
    }

    @Test
    void refusesWhereAPolicyThrowsOrCannotDecide() {
        permit(new JoinRule("*", Set.of("*")));
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                if (room.equals("null")) {
                    return null;
                }
                throw new Exception("no database");
            }
        });

        assertThat(asked(ann, "join-room", "x")).containsExactly(REFUSED);
        assertThat(asked(ann, "join-room", "null")).containsExactly(REFUSED);
    }

    @Test
    void refusesWhereAPolicyHangsAndKeepsOthersGoing() {
        handlers.close();
        start(Duration.ofSeconds(1));
        permit(new JoinRule("*", Set.of("*")));
        CountDownLatch never = new CountDownLatch(1);
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                never.await(1, TimeUnit.MINUTES);
                return Decision.ALLOW;
            }
        });
        for (int i = 0; i < 5; i++) {
            say(arrive(client("/", user("x" + i, EDITOR))), "join-room", "x");
        }

        say(arrive(bob), "get-rooms");
        await().until(() -> answers.size() == 6);
        assertThat(answers.get(0)).isEqualTo("{\"success\":true,\"rooms\":[]}");
        assertThat(answers)
                .filteredOn(answer -> answer.contains("\"success\":false"))
                .hasSize(5);
    }

    /** The order in which a client asks is kept also where a policy takes its time. */
    @Test
    void answersAClientInTheOrderInWhichItAsked() {
        CountDownLatch decided = new CountDownLatch(1);
        policy(new RoomPolicy() {
            @Override
            public Decision mayJoin(SocketInfo client, String room) throws Exception {
                return decided.await(10, TimeUnit.SECONDS) ? Decision.ALLOW : Decision.REFUSE;
            }
        });
        Lane lane = arrive(ann);
        handlers.received(lane, "join-room", List.of("a"), null);
        say(lane, "get-rooms");
        say(lane, "leave-room", "a");
        say(lane, "get-rooms");
        decided.countDown();

        await().until(() -> answers.size() == 3);
        assertThat(answers)
                .containsExactly(
                        "{\"success\":true,\"rooms\":[\"a\"]}",
                        "{\"success\":true,\"room\":\"a\"}",
                        "{\"success\":true,\"rooms\":[]}");
    }
}
