package dev.pluginio.e2e.scenario;

import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.SocketDriver;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the sample host as it is shipped, started once for all of them, and one driver of each kind. After each
 * test the host's log must be free of errors.
 */
public final class SharedHost implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedHost.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SampleHost.class || type == Drivers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SampleHost.class ? host(context) : drivers(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        host(context).log().judge();
    }

    private static SampleHost host(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(SampleHost.class, key -> SampleHost.setup().start(), SampleHost.class);
    }

    private static Drivers drivers(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Drivers.class, key -> new Drivers(), Drivers.class);
    }

    /** One driver of each kind. */
    public static final class Drivers implements AutoCloseable {
        private final java.util.Map<SocketDriver.Kind, SocketDriver> drivers =
                new java.util.EnumMap<>(SocketDriver.Kind.class);

        public synchronized SocketDriver of(SocketDriver.Kind kind) {
            return drivers.computeIfAbsent(kind, SocketDriver.Kind::start);
        }

        @Override
        public synchronized void close() {
            drivers.values().forEach(SocketDriver::close);
        }
    }
}
