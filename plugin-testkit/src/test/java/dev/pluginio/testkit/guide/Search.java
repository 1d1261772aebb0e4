package dev.pluginio.testkit.guide;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.ContentListener;
import dev.pluginio.api.realtime.IoContext;
import java.util.Set;

/** What the guide shows. */
public final class Search implements ContentListener {
    /** Finds articles. */
    interface Index {
        void put(Entry entry);

        void remove(Object id);

        void buildAnew();
    }

    private final Index index;

    Search(Index index) {
        this.index = index;
    }

    @Override
    public Set<String> contentTypes() {
        return Set.of("api::article.article"); // listed under `contentTypes:` in plugins.yml
    }

    @Override
    public void changed(ContentEvent event, IoContext context) {
        event.change()
                .after()
                .ifPresentOrElse(
                        index::put, () -> index.remove(event.change().entry().id()));
    }

    @Override
    public void missed(IoContext context) { // changes were left out: too many waited
        index.buildAnew();
    }
}
