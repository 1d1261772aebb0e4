package dev.pluginio.testkit.guide;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.RefusalException;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.api.realtime.TypedEventHandler;
import dev.pluginio.testkit.guide.AddComment.NewComment;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the guide shows. */
public final class AddComment implements TypedEventHandler<NewComment> {

    record NewComment(
            @NotBlank String article,
            @NotBlank @Size(max = 500) String text) {}

    @Override
    public Set<String> events() {
        return Set.of("comment:add");
    }

    @Override
    public Class<NewComment> argumentType() {
        return NewComment.class;
    }

    @Override
    public Optional<String> permission() {
        return Optional.of("api::comment.comment.create"); // who may not is answered 'forbidden'
    }

    @Override
    public Reply handle(ClientEvent event, NewComment comment) {
        if (comment.text().contains("http://")) {
            throw new RefusalException("no links, please"); // { success: false, error: 'no links, please' }
        }
        event.context().io().raw(RawRequest.of("comment:new", comment).rooms("comments of " + comment.article()));
        return Reply.success(Map.of("length", comment.text().length()));
    }
}
