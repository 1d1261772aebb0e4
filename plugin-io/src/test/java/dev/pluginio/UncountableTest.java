package dev.pluginio;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.AUTHOR;
import static dev.pluginio.testing.Blog.TAG;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.author;
import static dev.pluginio.testing.Blog.published;
import static dev.pluginio.testing.Blog.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.host.ContentLifecycle;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.Room;
import dev.pluginio.transport.socketio.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pf4j.DefaultPluginManager;

/**
 * Two clients of the whole plugin who may hear of different things, as they see it on the wire: what one hears is the same,
 * but for names that tell nothing, whether nothing happens between that it must not hear, or much.
 */
@SuppressWarnings("NullAway.Init") // filled before each test
class UncountableTest {

    private static final int HIDDEN = 9;
    private static final int VISIBLE = 40;

    /** Offsets, names of transactions, ids and secrets. */
    private static final Pattern NAME = Pattern.compile("(?<=\")[A-Za-z0-9_-]{16,}(?=\")");

    private static final Pattern OFFSET = Pattern.compile("\"offset\":\"([^\"]+)\"");
    private static final Pattern TRANSACTION = Pattern.compile("\"tx\":\"([^\"]+)\"");
    private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");
    private static final Pattern AT = Pattern.compile("\"at\":\"[^\"]+\"");

    @TempDir
    Path folder;

    private Role reader;
    private Role tagger;
    private Wiring wiring;
    private int port;
    private long hidden;

    @BeforeEach
    void start() throws IOException {
        port = LiveConfigurationTesting.freePort();
        WholeHost host = new WholeHost(folder, null);
        reader = host.role("reader", allowed(ARTICLE + ".find", AUTHOR + ".find"));
        tagger = host.role("tagger", allowed(TAG + ".find", AUTHOR + ".find"));
        Files.writeString(host.pluginsConfig(), """
                io:
                  watch: false
                  config:
                    contentTypes: [%s, %s, %s]
                    permission: find
                    transaction: atomic
                    recovery: { enabled: true }
                    log: { retained: { maxEvents: 1000, maxAge: 5m } }
                    socket: { serverOptions: { host: 127.0.0.1, port: %d, pingInterval: 300ms, pingTimeout: 5m } }
                """.formatted(ARTICLE, AUTHOR, TAG, port));
        wiring = Wiring.start(host, new DefaultPluginManager(folder.resolve("plugins")), "test");
    }

    @AfterEach
    void stop() {
        wiring.close();
    }

    /** A client, packet by packet. */
    private final class Wire implements AutoCloseable {
        private final List<String> heard = new ArrayList<>();
        private final RawClient.Connection connection;

        Wire(Role role, String claim) throws Exception {
            connection = new RawClient(port).connect("EIO=4&transport=websocket");
            until("0{");
            connection.send("40{\"token\":\"" + role.name() + "\"" + claim + "}");
            until("40{");
        }

        /** What it hears from now on until a packet that has this in it. */
        String until(String part) throws Exception {
            while (true) {
                String packet = connection.next();
                if (packet.equals("2")) { // the clock's doing alone, whenever it comes; anything more would be heard
                    connection.send("3");
                    continue;
                }
                heard.add(packet);
                if (packet.contains(part)) {
                    return packet;
                }
            }
        }

        void ask(int number, String event, String json) throws Exception {
            connection.send("42" + number + "[\"" + event + "\"," + json + "]");
            until("43" + number + "[");
        }

        String last(Pattern pattern) {
            List<String> all = all(pattern);
            return all.get(all.size() - 1);
        }

        List<String> all(Pattern pattern) {
            return pattern.matcher(String.join("\n", heard))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }

        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    private void commit(Stream<ContentChange> changes) {
        ContentLifecycle.Transaction transaction =
                wiring.lifecycle().orElseThrow().begin();
        changes.forEach(transaction::changed);
        transaction.committed();
    }

    private static ContentChange made(String type, Entry entry) {
        return ContentChange.created(type, entry);
    }

    private Stream<ContentChange> tags(int number) {
        return LongStream.generate(() -> ++hidden).limit(number).mapToObj(id -> made(TAG, tag(id, "tag")));
    }

    /** Things that a reader must not hear of, of every kind. */
    private void hide(int number) {
        IoService io = wiring.service().orElseThrow();
        for (int i = 0; i < number; i++) {
            commit(tags(2));
            io.to(Room.role(tagger.id())).retained().emit("kept", i);
            io.to(Room.role(tagger.id())).timeout(Duration.ofMinutes(1)).emitWithAck("asked", i);
        }
    }

    /** A reader's connections, one after the other, while so much happens between the things that it may hear. */
    private List<Wire> stay(int between) throws Exception {
        List<Wire> parts = new ArrayList<>();
        try (Wire here = new Wire(reader, "")) {
            parts.add(here);
            for (long id = 1; id <= VISIBLE; id++) {
                hide(between);
                commit(Stream.of(made(ARTICLE, published(id, "one " + id))));
                commit(Stream.of(
                                tags(between),
                                Stream.of(made(AUTHOR, author(id, "two " + id))),
                                tags(between),
                                Stream.of(made(ARTICLE, published(1_000 + id, "three " + id))),
                                tags(between))
                        .flatMap(changes -> changes));
            }
            here.until("three " + VISIBLE);
            here.until("tx:end");
            wiring.service()
                    .orElseThrow()
                    .to(Room.role(reader.id()))
                    .timeout(Duration.ofMinutes(1))
                    .emitWithAck("asked", 1);
            here.until("asked");
            String early = here.all(OFFSET).get(VISIBLE);
            here.ask(1, "sync", "{\"offset\":\"" + early + "\"}");
            here.ask(2, "sync", "{\"offset\":\"" + here.last(OFFSET) + "\"}");
            here.ask(3, "sync", "{\"offset\":\"" + early.replaceFirst("^.", early.startsWith("A") ? "B" : "A") + "\"}");
        }
        parts.add(comesBack(parts.get(0), between, false));
        parts.add(comesBack(parts.get(1), between, true));
        return parts;
    }

    private Wire comesBack(Wire before, int between, boolean hasMissedSomething) throws Exception {
        hide(between);
        if (hasMissedSomething) {
            commit(Stream.concat(tags(between), Stream.of(made(ARTICLE, published(2_001, "missed")))));
            hide(between);
        }
        String claim = ",\"pid\":\"%s\",\"offset\":\"%s\"".formatted(before.last(PID), before.last(OFFSET));
        try (Wire back = new Wire(reader, claim)) {
            commit(Stream.of(made(ARTICLE, published(2_002, "last"))));
            back.until("\"last\"");
            back.until("tx:end");
            return back;
        }
    }

    /** The packets, each name by its length and by when it was first seen, and each time alike. */
    private static List<String> shape(List<Wire> stay) {
        Map<String, String> names = new HashMap<>();
        return stay.stream()
                .flatMap(part -> part.heard.stream())
                .map(packet -> NAME.matcher(packet)
                        .replaceAll(name -> names.computeIfAbsent(name.group(), key -> numbered(name, names))))
                .map(packet -> AT.matcher(packet).replaceAll("at"))
                .toList();
    }

    private static String numbered(MatchResult name, Map<String, String> names) {
        return (names.size() + 1) + " of " + name.group().length();
    }

    @Test
    void whatAClientHearsIsTheSameHoweverMuchItMustNotHear() throws Exception {
        List<Wire> quiet = stay(0);
        List<Wire> busy;
        try (Wire other = new Wire(tagger, "")) {
            busy = stay(HIDDEN);

            other.until("two " + VISIBLE);
            assertThat(aboutAuthors(busy.get(0)))
                    .hasSize(VISIBLE)
                    .isEqualTo(aboutAuthors(other)); // to the byte: place and transaction too
        }

        assertThat(shape(busy)).isEqualTo(shape(quiet));
        for (Pattern names : List.of(OFFSET, TRANSACTION)) {
            tellNothing(quiet.get(0).all(names).stream().distinct().toList());
            tellNothing(busy.get(0).all(names).stream().distinct().toList());
        }
    }

    private static List<String> aboutAuthors(Wire wire) {
        return wire.heard.stream()
                .filter(packet -> packet.startsWith("42[\"author:create\""))
                .limit(VISIBLE) // then come those that it asked for
                .toList();
    }

    /** Names in the order of what they name: neighbours have no more in common than any two, and no order. */
    private static void tellNothing(List<String> names) {
        int ascending = 0;
        for (int i = 1; i < names.size(); i++) {
            String one = names.get(i - 1);
            String next = names.get(i);
            assertThat(next).hasSameSizeAs(one);
            assertThat(next.substring(0, 8)).isNotEqualTo(one.substring(0, 8));
            assertThat(next.substring(next.length() - 8)).isNotEqualTo(one.substring(one.length() - 8));
            ascending += one.compareTo(next) < 0 ? 1 : 0;
        }
        double chance = (names.size() - 1) / 2.0;
        assertThat((double) ascending)
                .isBetween(chance - 7 * Math.sqrt(chance / 2), chance + 7 * Math.sqrt(chance / 2));
    }
}
