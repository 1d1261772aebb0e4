package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Listeners;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.AudienceRule;
import dev.pluginio.api.realtime.Hearers;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Room;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Draws hosts, rights, rules, subscriptions and changes, and asks for each client what it should have got. */
class OneCopyTest {

    private static final int WORLDS = 250;
    private static final int CHANGES = 12;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PERMISSIONS =
            List.of("find", "findDrafts", "create", "update", "delete", "publish", "unpublish");

    /** B4: one copy of each change for each client, in its own view; B7: of drafts, for those who may find them. */
    @Test
    void givesEachClientOneCopyOfWhatItMayHear() throws IOException {
        int frames = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            World world = new World(new Random(seed));
            for (int i = 0; i < CHANGES; i++) {
                world.change();
            }
            for (Member member : world.members) {
                assertThat(world.heard(member.client))
                        .as("seed %d, %s", seed, member)
                        .isEqualTo(member.due);
                RecordingClient alone = member.alone();
                for (int i = 0; i < world.house.events.size(); i++) {
                    world.house.delivery.deliverTo(alone, world.house.announced.get(i), world.house.events.get(i));
                }
                assertThat(alone.heard()).as("seed %d, %s", seed, member).isEqualTo(member.client.heard());
                frames += member.due.size();
            }
            assertThat(world.house.withheld).as("seed %d", seed).hasValue(0);
        }
        assertThat(frames).isGreaterThan(WORLDS * 5);
    }

    /** Somebody connected, and what it should have heard so far. */
    private record Member(Grantee grantee, Set<String> may, RecordingClient client, List<String> due) {
        boolean may(String permission) {
            return may.contains(ARTICLE + "." + permission);
        }

        RecordingClient alone() {
            RecordingClient other = new RecordingClient(Audience.ROOT, grantee);
            client.rooms().forEach(other::join);
            return other;
        }

        @Override
        public String toString() {
            return grantee + " " + may + " " + client.rooms();
        }
    }

    private static final class World {
        private final Random random;
        private final Exposure exposure;
        private final House house;
        private final List<Member> members = new ArrayList<>();
        private final List<Map<Object, Hearers>> tables = new ArrayList<>();
        private final List<Grantee> grantees = new ArrayList<>();

        World(Random random) {
            this.random = random;
            Set<Action> actions = new HashSet<>(Blog.ALL_ACTIONS);
            actions.removeIf(action -> random.nextInt(5) == 0);
            exposure = new Exposure(
                    Blog.ARTICLES,
                    actions,
                    Blog.POPULATE,
                    random.nextInt(4) == 0,
                    "article",
                    random.nextBoolean() ? PermissionRule.FIND : PermissionRule.ACTION,
                    random.nextInt(3) == 0 ? Listeners.SUBSCRIBERS : Listeners.EVERYONE,
                    null,
                    false);
            house = new House(exposure);
            people();
            for (int i = random.nextInt(3); i > 0; i--) {
                Map<Object, Hearers> table = new HashMap<>();
                for (int notes = 0; notes < 5; notes++) {
                    table.put(notes, hearers());
                }
                tables.add(table);
            }
            house.rules(tables.stream().map(TableRule::new).toArray(AudienceRule[]::new));
        }

        private void people() {
            List<Set<String>> rights = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Set<String> may = new HashSet<>();
                PERMISSIONS.stream()
                        .filter(permission -> random.nextInt(3) > 0)
                        .forEach(permission -> may.add(ARTICLE + "." + permission));
                if (random.nextBoolean()) {
                    may.add(Blog.AUTHOR + ".find");
                }
                rights.add(may);
                String[] all = may.toArray(String[]::new);
                grantees.add(
                        i == 2
                                ? house.policy.token("t", Blog.allowed(all))
                                : house.policy.role("r" + i, Blog.allowed(all)));
            }
            for (int i = 0; i < 7; i++) {
                int which = random.nextInt(grantees.size());
                Room[] rooms = Stream.of(
                                Room.user("u" + random.nextInt(2)),
                                Room.custom("c0"),
                                Room.custom("c1"),
                                Room.entity(ARTICLE, "doc1"),
                                Room.entity(ARTICLE, "doc2"),
                                Room.type(ARTICLE))
                        .filter(room -> random.nextInt(3) == 0)
                        .toArray(Room[]::new);
                Grantee grantee = grantees.get(which);
                members.add(new Member(grantee, rights.get(which), house.client(grantee, rooms), new ArrayList<>()));
            }
        }

        private Hearers hearers() {
            int dice = random.nextInt(6);
            if (dice < 2) {
                return dice == 0 ? Hearers.everyone() : Hearers.nobody();
            }
            Hearers hearers = Hearers.of();
            for (Grantee grantee : grantees) {
                if (random.nextInt(3) == 0) {
                    hearers = grantee instanceof Role ? hearers.roles(grantee.id()) : hearers.tokens(grantee.id());
                }
            }
            hearers = random.nextBoolean() ? hearers.users("u" + random.nextInt(2)) : hearers;
            return random.nextBoolean() ? hearers.rooms("c" + random.nextInt(2)) : hearers;
        }

        void change() {
            long id = 1 + random.nextInt(2);
            Entry before = random.nextInt(5) == 0 ? null : state(id);
            Entry after = before != null && random.nextInt(5) == 0 ? null : state(id);
            members.forEach(member -> due(member, before, after));
            house.change(before, after);
        }

        private Entry state(long id) {
            String publishedAt = random.nextInt(3) == 0 ? null : "2026-01-01T00:00:00Z";
            Map<String, Object> more = new HashMap<>();
            more.put("internalNotes", random.nextInt(5));
            more.put("author", Blog.author(7, "ann"));
            return Blog.article(id, "t" + random.nextInt(1000), publishedAt, more);
        }

        private void due(Member member, @Nullable Entry before, @Nullable Entry after) {
            boolean saw = before != null && sees(member, before);
            boolean sees = after != null && sees(member, after);
            boolean wasOut = before != null && before.isPublished();
            boolean isOut = after != null && after.isPublished();
            List<String> words = before == null
                    ? List.of("create")
                    : after == null
                            ? List.of("delete")
                            : wasOut == isOut ? List.of("update") : List.of("update", isOut ? "publish" : "unpublish");
            if (exposure.onlyPublished() && words.size() > 1) {
                words = words.subList(1, 2);
            }
            List<String> told =
                    words.stream().filter(word -> isTold(member, word)).toList();
            if (saw && sees) {
                told.forEach(word -> member.due.add(full(member, word, after)));
            } else if (!told.isEmpty() && sees) {
                boolean keeps = before == null || (exposure.onlyPublished() && wasOut != isOut);
                member.due.add(full(member, keeps ? told.get(0) : "enter", after));
            } else if (!told.isEmpty() && saw) {
                boolean keeps = after == null || (exposure.onlyPublished() && wasOut != isOut);
                member.due.add((keeps ? told.get(0) : "leave") + " " + before.documentId());
            }
        }

        private boolean isTold(Member member, String word) {
            return exposure.actions().contains(new Action(word))
                    && member.may(exposure.permission() == PermissionRule.FIND ? "find" : word);
        }

        private boolean sees(Member member, Entry state) {
            boolean isShown = state.isPublished() || (member.may("findDrafts") && !exposure.onlyPublished());
            Set<Room> rooms = member.client.rooms();
            boolean isSubscribed = exposure.audience() == Listeners.EVERYONE
                    || rooms.contains(Room.type(ARTICLE))
                    || rooms.contains(Room.entity(ARTICLE, state.documentId()));
            return isShown && isSubscribed && isAllowed(rooms, state);
        }

        private boolean isAllowed(Set<Room> rooms, Entry state) {
            return tables.stream()
                    .map(table ->
                            Objects.requireNonNull(table.get(state.values().get("internalNotes"))))
                    .allMatch(hearers -> hearers.isEveryone()
                            || hearers.roles().stream().anyMatch(id -> rooms.contains(new Room(Room.Kind.ROLE, id)))
                            || hearers.tokens().stream().anyMatch(id -> rooms.contains(new Room(Room.Kind.TOKEN, id)))
                            || hearers.users().stream().anyMatch(id -> rooms.contains(Room.user(id)))
                            || hearers.rooms().stream().anyMatch(name -> rooms.contains(Room.custom(name))));
        }

        private static String full(Member member, String word, Entry after) {
            String author = member.may.contains(Blog.AUTHOR + ".find") ? " by ann" : "";
            return word + " " + after.documentId() + " " + after.values().get("title") + author;
        }

        private List<String> heard(RecordingClient client) throws IOException {
            List<String> heard = new ArrayList<>();
            for (String frame : client.heard()) {
                int blank = frame.indexOf(' ');
                JsonNode data = JSON.readTree(frame.substring(blank)).path("data");
                assertThat(data.has("internalNotes")).isFalse();
                String text = frame.substring("article:".length(), blank) + " "
                        + data.path("documentId").asText();
                text += data.has("title") ? " " + data.path("title").asText() : "";
                heard.add(text
                        + (data.has("author")
                                ? " by " + data.path("author").path("name").asText()
                                : ""));
            }
            return heard;
        }
    }

    private record TableRule(Map<Object, Hearers> table) implements AudienceRule {
        @Override
        public Set<String> contentTypes() {
            return Set.of(ARTICLE);
        }

        @Override
        public Set<String> needs() {
            return Set.of("internalNotes");
        }

        @Override
        public Hearers hearers(String contentType, Entry state) {
            assertThat(state.values()).containsOnlyKeys("internalNotes");
            return Optional.ofNullable(table.get(state.values().get("internalNotes")))
                    .orElseThrow();
        }
    }
}
