package dev.pluginio.sample.comments;

import dev.pluginio.api.access.Principal;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoHook;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.RefusalException;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.TypedEventHandler;
import dev.pluginio.sample.comments.CommentCounter.OfArticle;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/** Tells those who look at an article how many comments it has, and who is writing one. */
@Extension
public final class CommentCounter implements TypedEventHandler<OfArticle>, ContentListener, IoHook {

    private static final String ARTICLE = "api::article.article";
    private static final String COMMENT = "api::comment.comment";
    private static final String TYPING = "comments:typing";

    /** By article: its comments, and those of which it is known that they are gone. */
    private final Map<Object, Map<Object, Boolean>> articles = new HashMap<>();

    /** What clients send: the documentId of an article. */
    public record OfArticle(@NotBlank @Size(max = 100) String article) {}

    @Override
    public Set<String> events() {
        return Set.of("comments:watch", TYPING);
    }

    @Override
    public Class<OfArticle> argumentType() {
        return OfArticle.class;
    }

    @Override
    public Optional<String> permission() {
        return Optional.of(COMMENT + ".find");
    }

    @Override
    public Reply handle(ClientEvent event, OfArticle asked) {
        Principal principal = event.socket().principal();
        Entry article = event.context()
                .host()
                .reader()
                .flatMap(reader -> reader.find(principal, ARTICLE, asked.article()))
                .orElseThrow(() -> new RefusalException("there is no such article"));
        if (!event.name().equals(TYPING)) {
            event.socket().join(room(article.id()));
            found(article, event.context());
            return Reply.success();
        }
        if (!(principal instanceof Principal.User user)) {
            throw new RefusalException("log in first");
        }
        RawRequest typing = RawRequest.of(TYPING, Map.of("article", article.id(), "name", user.name()))
                .rooms(room(article.id()))
                .droppable();
        event.context().io().broadcast(event.socket().id(), typing);
        return Reply.success();
    }

    /** Changes that came before this know better than what was read before them. */
    private synchronized void found(Entry article, IoContext context) {
        if (article.values().get("comments") instanceof List<?> comments) {
            comments.forEach(comment -> commentsOf(article.id()).putIfAbsent(((Entry) comment).id(), true));
        }
        tell(article.id(), context);
    }

    @Override
    public Set<String> contentTypes() {
        return Set.of(COMMENT);
    }

    @Override
    public Set<String> needs() {
        return Set.of("article");
    }

    @Override
    public synchronized void changed(ContentEvent event, IoContext context) {
        Optional<Object> from = event.change().before().flatMap(CommentCounter::articleOf);
        Optional<Object> to = event.change().after().flatMap(CommentCounter::articleOf);
        if (!from.equals(to)) {
            Object comment = event.change().entry().id();
            from.ifPresent(article -> changed(article, comment, false, context));
            to.ifPresent(article -> changed(article, comment, true, context));
        }
    }

    private void changed(Object article, Object comment, boolean isThere, IoContext context) {
        commentsOf(article).put(comment, isThere);
        tell(article, context);
    }

    /** Everything is counted anew, as soon as clients ask again. */
    @Override
    public synchronized void missed(IoContext context) {
        articles.clear();
        ready(context);
    }

    /** Clients that were there before this plugin ask again. */
    @Override
    public void ready(IoContext context) {
        context.io().raw("comments:ready", null);
    }

    /** Reaches those in the room who are subscribed to the article and may read it now, in the order of these calls. */
    private void tell(Object article, IoContext context) {
        int count = Collections.frequency(commentsOf(article).values(), true);
        RawRequest message = RawRequest.of("comments:count", Map.of("article", article, "count", count));
        context.io().emitToEntity(ARTICLE, article, message.rooms(room(article)));
    }

    private Map<Object, Boolean> commentsOf(Object article) {
        return articles.computeIfAbsent(article, key -> new HashMap<>());
    }

    private static Optional<Object> articleOf(Entry comment) {
        return Optional.ofNullable((Entry) comment.values().get("article")).map(Entry::id);
    }

    private static String room(Object article) {
        return "comments of " + article;
    }
}
