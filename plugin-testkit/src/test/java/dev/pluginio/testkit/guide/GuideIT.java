package dev.pluginio.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Attribute;
import dev.pluginio.api.content.ContentType;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.testkit.PluginIoExtension;
import dev.pluginio.testkit.TestClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of the guide for those who write plugins stand there as they are here, and do here what it says. */
class GuideIT {

    private static final String ARTICLE = "api::article.article";
    private static final Path GUIDE = Path.of("..", "docs", "guide.md");
    private static final Path HERE = Path.of("src", "test", "java", "dev", "pluginio", "testkit", "guide");
    private static final Pattern BLOCK = Pattern.compile("^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("public final class (\\w+)");
    private static final String OF_A_HOST = "MyCms";
    private static final BlockingQueue<String> INDEX = new LinkedBlockingQueue<>();

    private static volatile String country = "CH";

    @RegisterExtension
    static final PluginIoExtension io = PluginIoExtension.builder()
            .contentType(ContentType.of(
                    ARTICLE,
                    Attribute.value("title"),
                    Attribute.value("department").asPrivate()))
            .role("editor", ARTICLE + ".find", "api::comment.comment.create")
            .role("7", ARTICLE + ".find")
            .extension(new Comments())
            .extension(new AddComment())
            .extension(new OwnRooms())
            .extension(new Welcome())
            .extension(new Badge(number -> CompletableFuture.completedFuture(new Badge.Holder(
                    "17".equals(number),
                    new Principal.User("ann", "Ann", new Role("editor", "editor"), Optional.empty()),
                    "north"))))
            .extension(new Cleaning())
            .extension(new OnlyFromHere(address -> country))
            .extension(new Search(new Search.Index() {
                @Override
                public void put(Entry entry) {
                    INDEX.add("put " + entry.id() + " " + entry.values());
                }

                @Override
                public void remove(Object id) {
                    INDEX.add("removed " + id);
                }

                @Override
                public void buildAnew() {
                    INDEX.add("built");
                }
            }))
            .extension(new OwnDepartment())
            .extension(new Address())
            .config("""
                    permission: find
                    namespaces: { /partners: }
                    hooks:
                      - { class: dev.pluginio.testkit.guide.OnlyFromHere, config: { country: CH } }
                    """)
            .build();

    @Test
    void showsTheExamplesAsTheyAre() throws IOException {
        Set<String> shown = new HashSet<>();
        Matcher block = BLOCK.matcher(Files.readString(GUIDE));
        while (block.find()) {
            Matcher name = CLASS.matcher(block.group(1));
            if (block.group(1).contains("@RegisterExtension")) {
                isAsItIs(block.group(1), List.of("OwnPluginIT"));
                shown.add("OwnPluginIT");
            } else if (name.find() && !name.group(1).equals(OF_A_HOST)) {
                List<String> names = CLASS.matcher(block.group(1))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                isAsItIs(block.group(1), names);
                shown.addAll(names);
            }
        }
        assertThat(shown).hasSize(11);
    }

    /** Each line stands in the code, wherever that breaks it. */
    private static void isAsItIs(String block, List<String> classes) throws IOException {
        StringBuilder code = new StringBuilder();
        for (String name : classes) {
            code.append(plain(Files.readString(HERE.resolve(name + ".java"))));
        }
        assertThat(block.lines().map(GuideIT::plain).filter(line -> !line.equals("@Extension")))
                .as("%s", classes)
                .allSatisfy(line -> assertThat(code.toString()).contains(line));
    }

    private static String plain(String code) {
        return code.replaceAll("\\s// .*", "").replaceAll("\\s+", "");
    }

    @Test
    void commentsAreFollowedInARoom() {
        TestClient follower = io.connect();
        assertThat(follower.ask("follow", "zuflyc1v").object())
                .isEqualTo(Map.of("success", true, "following", "zuflyc1v"));
        assertThat(follower.ask("follow", 5).object()).isEqualTo(Map.of("success", false, "error", "Which article?"));

        TestClient editor = io.connectAs("editor");
        assertThat(editor.ask("comment:add", Map.of("article", "zuflyc1v", "text", "Fine"))
                        .object())
                .isEqualTo(Map.of("success", true, "length", 4));
        assertThat(follower.expect("comment:new").data()).isEqualTo(Map.of("article", "zuflyc1v", "text", "Fine"));
        editor.expectNothing("comment:new");
    }

    @Test
    void aCommentKeepsToItsConstraints() {
        TestClient editor = io.connectAs("editor");
        assertThat(editor.ask("comment:add", Map.of("article", "zuflyc1v", "text", ""))
                        .object())
                .isEqualTo(Map.of(
                        "success",
                        false,
                        "error",
                        "invalid argument",
                        "violations",
                        List.of(Map.of(
                                "argument", 0, "field", "text", "rule", "NotBlank", "message", "must not be blank"))));
        assertThat(editor.ask("comment:add", Map.of("article", "zuflyc1v", "text", "http://x"))
                        .object())
                .isEqualTo(Map.of("success", false, "error", "no links, please"));
        assertThat(io.connect()
                        .ask("comment:add", Map.of("article", "zuflyc1v", "text", "Fine"))
                        .object())
                .isEqualTo(Map.of("success", false, "error", "forbidden"));
    }

    @Test
    void aUserMayJoinTheRoomOfItsOwn() {
        TestClient editor = io.client().as("editor", "grace").connect();
        assertThat(editor.ask("join-room", "inbox of grace").object()).containsEntry("success", true);
        assertThat(editor.ask("join-room", "inbox of ann").object()).containsEntry("success", false);
    }

    @Test
    void clientsAreWelcomedWhereverTheyCome() {
        assertThat(io.connectAs("editor").expect("welcome").object()).isEqualTo(Map.of("role", "editor"));
        TestClient partner = io.client().namespace("/partners").connect();
        assertThat(partner.expect("welcome").object()).isEqualTo(Map.of("role", "public"));
        partner.expectNothing("welcome");
    }

    @Test
    void whoHasABadgeComesIn() {
        TestClient ann =
                io.client().auth(Map.of("strategy", "badge", "number", "17")).connect();
        assertThat(ann.expect("welcome").object()).isEqualTo(Map.of("role", "editor"));
        assertThat(io.client().auth(Map.of("strategy", "badge", "number", "18")).expectRefusal())
                .isEqualTo("invalid_badge");
    }

    @Test
    void nobodyComesInFromElsewhere() {
        country = "DE";
        try {
            assertThat(io.client().expectRefusal()).isEqualTo("elsewhere");
        } finally {
            country = "CH";
        }
        assertThatThrownBy(() -> io.client().expectRefusal()).hasMessageContaining("admitted");
    }

    @Test
    void articlesAreFoundWhetherOrNotAnybodyListens() throws InterruptedException {
        Entry article = io.create(ARTICLE, Map.of("title", "Hello", "department", "north"));
        io.delete(ARTICLE, article.documentId());

        isNoted("put " + article.id() + " {title=Hello}");
        isNoted("removed " + article.id());
    }

    /** What other tests did may still be on its way. */
    private static void isNoted(String line) throws InterruptedException {
        String next = "";
        while (!line.equals(next)) {
            next = INDEX.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("%s", line).isNotNull();
        }
    }

    @Test
    void anArticleIsForItsDepartment() {
        TestClient editor = io.connectAs("editor");
        TestClient seven = io.connectAs("7");
        TestClient member = io.connectAs("editor");
        io.service().joinRoom(member.id(), "department north");

        Entry article = io.create(ARTICLE, Map.of("title", "Ours", "department", "north"));
        io.update(ARTICLE, article.documentId(), Map.of("department", "south"));

        assertThat(seven.expect("article:create").data())
                .containsEntry("title", "Ours")
                .doesNotContainKey("department");
        assertThat(seven.expect("article:update").data()).containsEntry("title", "Ours");
        assertThat(member.expect("article:create").data()).containsEntry("url", "/articles/" + article.documentId());
        member.expect("article:leave");
        editor.expectNothing("article:create");
        editor.expectNothing("article:leave");
    }

    @Test
    void aRoomIsReachedFromOutside() {
        TestClient follower = io.connect();
        follower.ask("follow", "x1");
        io.service().raw(RawRequest.of("comment:gone", 3).rooms("comments of x1"));
        assertThat(follower.expect("comment:gone").object()).isEqualTo(Map.of("data", 3));
    }
}
