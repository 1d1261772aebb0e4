package dev.pluginio.config;

/** The section {@code socket}. */
record SocketOptions(
        @Setting("Where the server listens, and how it treats connections; the names are those of the official server.")
        ServerOptions serverOptions) {

    SocketOptions() {
        this(new ServerOptions());
    }
}
