package dev.pluginio.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who is meant: what is said one after the other. */
class AudienceTest {

    private static final Room ROLE = new Room(Room.Kind.ROLE, "1");
    private static final Room ENTRY = Room.entity("api::article.article", "abc");
    private static final Room TYPE = Room.type("api::article.article");
    private static final Room LOUNGE = Room.custom("lounge");

    @Test
    void addsUpWhatIsWantedAndWhatIsNot() {
        Audience audience = new Audience("/", Set.of(ROLE))
                .within(Set.of(ENTRY, TYPE))
                .within(Set.of(LOUNGE))
                .except(Set.of(ENTRY))
                .except(Set.of(LOUNGE))
                .exceptClients(Set.of("a"))
                .exceptClients(Set.of("b"));

        assertThat(audience)
                .isEqualTo(new Audience(
                        "/",
                        Set.of(ROLE),
                        List.of(Set.of(ENTRY, TYPE), Set.of(LOUNGE)),
                        Set.of(ENTRY, LOUNGE),
                        Set.of("a", "b")));
        assertThat(audience.isPlain()).isFalse();
        assertThat(Audience.everyone("/").isPlain()).isTrue();
    }

    @Test
    void tellsTheRoomsOfAnEntryAndOfItsTypeApartFromThoseAClientNames() {
        assertThat(ENTRY.name()).isEqualTo("api::article.article#abc");
        assertThat(ENTRY).isNotEqualTo(Room.custom(ENTRY.name()));
        assertThat(TYPE).isNotEqualTo(Room.custom(TYPE.name()));
    }
}
