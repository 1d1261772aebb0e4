package dev.pluginio.testing;

import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoService;
import java.util.Map;

/**
 * What an extension finds around it where there is neither a service nor a host.
 *
 * @param settings what it is told
 */
public record TestContext(Map<String, Object> settings) implements IoContext {

    /** It is told nothing. */
    public static final TestContext NONE = new TestContext(Map.of());

    @Override
    public IoService io() {
        throw new AssertionError("there is no service here");
    }

    @Override
    public HostCms host() {
        throw new AssertionError("there is no host here");
    }
}
