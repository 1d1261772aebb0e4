package dev.pluginio.e2e.driver;

/** One of the official clients. */
public interface SocketDriver extends AutoCloseable {

    /** Begins to open a socket; does not wait. */
    ClientSocket open(Connect connect);

    @Override
    void close();

    /** The clients there are. */
    enum Kind {
        JAVASCRIPT {
            @Override
            public SocketDriver start() {
                return NodeDriver.start();
            }
        },
        JAVA {
            @Override
            public SocketDriver start() {
                return new JavaDriver();
            }
        };

        public abstract SocketDriver start();
    }
}
