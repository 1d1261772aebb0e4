package dev.pluginio.bench.fanout;

/** A server whose clients can come back and hear what they missed. */
enum Recovering {
    /** Ours, with the log in memory. */
    OURS("plugin-io"),
    /** Ours, with the log in the host's database. */
    DURABLE("plugin-io, log: jpa"),
    /** The official server as it is by default: who comes back is not asked who it is. */
    NODE("socket.io"),
    /** The official server that checks the token of whoever comes back, as ours does. */
    CHECKING("socket.io, tokens checked");

    private final String title;

    Recovering(String title) {
        this.title = title;
    }

    boolean isOurs() {
        return this == OURS || this == DURABLE;
    }

    @Override
    public String toString() {
        return title;
    }
}
