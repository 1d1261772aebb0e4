package dev.pluginio.delivery;

import static dev.pluginio.testing.Blog.ARTICLE;
import static dev.pluginio.testing.Blog.TAG;
import static dev.pluginio.testing.Blog.allowed;
import static dev.pluginio.testing.Blog.published;
import static dev.pluginio.testing.Blog.tag;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.access.Populate;
import dev.pluginio.api.access.Role;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.Position;
import dev.pluginio.testing.Blog;
import dev.pluginio.testing.RecordingClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Transactions of articles and tags, which some clients may read and others not. */
abstract class TransactionsTesting extends ComebackTesting {

    static final Exposure ARTICLES = Blog.articles(PermissionRule.FIND).coalesced(true);
    static final Exposure TAGS = new Exposure(
            Blog.TAGS,
            Set.of(Action.CREATE, Action.UPDATE, Action.DELETE),
            Populate.VALUES,
            false,
            "tag",
            PermissionRule.FIND);

    static final Role TAGGER = new Role("tagger", "tagger");
    static final Role EVERYTHING = new Role("everything", "everything");

    private static final Pattern TX = Pattern.compile("\"tx\":\"([^\"]+)\"");

    TransactionsTesting() {
        super(Comeback.atomic(Comeback.ALL, 16_384, ARTICLES, TAGS));
        grant();
    }

    @Override
    void rebuild(Comeback other) {
        super.rebuild(other);
        grant();
    }

    private void grant() {
        house.policy.set(TAGGER, allowed(TAG + ".find"));
        house.policy.set(EVERYTHING, allowed(ARTICLE + ".find", TAG + ".find"));
    }

    static Announcement article(long id) {
        return Announcement.of(ContentChange.created(ARTICLE, published(id, "t" + id)));
    }

    static Announcement aTag(long id) {
        return Announcement.of(ContentChange.created(TAG, tag(id, "t" + id)));
    }

    static List<Announcement> articles(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(TransactionsTesting::article)
                .toList();
    }

    void commit(Announcement... transaction) {
        house.log.append(List.of(transaction));
    }

    static List<String> names(RecordingClient client) {
        return client.heard().stream()
                .map(frame -> frame.replaceFirst(" .*", ""))
                .toList();
    }

    static Optional<String> tx(String frame) {
        Matcher found = TX.matcher(frame);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    static List<String> txs(RecordingClient client) {
        return client.heard().stream().map(frame -> tx(frame).orElse("")).toList();
    }

    Position at(String offset) {
        return house.catchUp.find(offset).orElseThrow();
    }

    RecordingClient back(Role role, Position from) {
        RecordingClient client = house.back(role, from);
        hasCaughtUp(client);
        return client;
    }
}
