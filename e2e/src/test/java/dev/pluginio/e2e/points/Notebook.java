package dev.pluginio.e2e.points;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.Reply;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads to clients what the hooks of this plugin wrote down. */
public final class Notebook implements EventHandler {

    private static final List<String> LINES = new CopyOnWriteArrayList<>();

    static void write(String name, String what, IoContext context) {
        LINES.add(name + " " + what + " " + context.settings().getOrDefault("word", "-"));
    }

    @Override
    public Set<String> events() {
        return Set.of("points:lines", "points:word");
    }

    @Override
    public Reply handle(ClientEvent event) {
        return event.name().equals("points:lines")
                ? Reply.bare(LINES)
                : Reply.bare(event.context().settings().getOrDefault("word", "-"));
    }
}
