package dev.pluginio.session.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.ApiToken;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.realtime.RoomPolicy;
import dev.pluginio.session.rooms.RoomSettings.JoinRule;
import dev.pluginio.transport.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In which rooms clients are because of their role, and where they stay when it changes. */
class PlacementTest extends RoomsTesting {

    @Test
    void putsClientsIntoTheRoomsOfTheirRole() {
        rules.reconfigure(new RoomSettings(
                List.of(),
                Map.of("Editor", Set.of("newsroom"), "8", Set.of("readers"), "*", Set.of("all")),
                List.of()));

        assertThat(rules.automatic(user("a", EDITOR))).containsOnly(Room.custom("newsroom"), Room.custom("all"));
        assertThat(rules.automatic(user("b", READER))).containsOnly(Room.custom("readers"), Room.custom("all"));
        assertThat(rules.automatic(new Principal.Token(new ApiToken("8", "x", Optional.empty()))))
                .containsOnly(Room.custom("all"));
    }

    /** A client that has another role, or that other rules count for, is where it may be now, and stays where it was put. */
    @Test
    void movesClientsWhenTheirRoleOrTheRulesChange() {
        rules.reconfigure(new RoomSettings(
                List.of(new JoinRule("ruled", Set.of("Editor")), new JoinRule("open", Set.of("*"))),
                Map.of("Editor", Set.of("newsroom"), "Reader", Set.of("readers")),
                List.of()));
        Placement placement = placement(ann);
        placement.begin(user("a", EDITOR)).forEach(ann::join);
        ann.join(Room.custom("trusted"));
        policy(saying(RoomPolicy.Decision.ALLOW));
        for (String room : List.of("ruled", "open", "byPolicy")) {
            asked(ann, "join-room", room);
        }

        placement.review(ann, user("a", EDITOR), false);
        assertThat(ann.rooms()).extracting(Room::name).containsOnly("newsroom", "trusted", "ruled", "open", "byPolicy");
        placement.review(ann, user("a", READER), true);
        assertThat(ann.rooms()).extracting(Room::name).containsOnly("readers", "trusted", "open");
        rules.reconfigure(RoomSettings.NOTHING);
        placement.review(ann, user("a", READER), false);
        assertThat(ann.rooms()).containsOnly(Room.custom("trusted"));
    }
}
