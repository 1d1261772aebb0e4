package dev.pluginio.e2e.points;

import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoHook;

/** Three hooks, which write down that they are called. */
public final class Hooks {

    private Hooks() {}

    private abstract static class Writing implements IoHook {
        @Override
        public void init(IoContext context) {
            write("init", context);
        }

        @Override
        public void ready(IoContext context) {
            write("ready", context);
        }

        @Override
        public void stopping(IoContext context) {
            write("stopping", context);
        }

        private void write(String what, IoContext context) {
            Notebook.write(getClass().getSimpleName(), what, context);
        }
    }

    /** The first by its name. */
    public static final class First extends Writing {}

    /** The second by its name. */
    public static final class Second extends Writing {}

    /** The third by its name. */
    public static final class Third extends Writing {}
}
