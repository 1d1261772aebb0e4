package dev.pluginio.testkit.guide;

import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoHook;
import java.util.Map;

/** What the guide shows. */
public final class Cleaning implements IoHook {

    @Override
    public void ready(IoContext context) { // before it: init(context); at the end: stopping(context)
        context.io().raw("announcement", Map.of("text", "We are back"));
    }
}
