package dev.pluginio.e2e.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.e2e.driver.Places;
import dev.pluginio.e2e.driver.SampleHost;
import dev.pluginio.e2e.driver.Wire;
import dev.pluginio.e2e.scenario.SharedHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one sample host with the plugin that echoes, configured for it, and one driver of each kind. */
final class EchoHost implements ParameterResolver, AfterEachCallback {

    /** How the answer to a client that was admitted goes on, as a regular expression. */
    static final String ID = "\\{\"sid\":\"[A-Za-z0-9_-]{10,}\"}";

    /** The same for a client that can come back. */
    static final String ID_AND_PASS = ID.replaceAll("}$", ",\"pid\":\"[A-Za-z0-9_-]{10,}\"}");

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(EchoHost.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == SampleHost.class || type == SharedHost.Drivers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SampleHost.class ? host(context) : drivers(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        host(context).log().judge();
    }

    /** The tests of the class are for a host whose clients can come back. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Recovering {}

    private static boolean isRecovering(ExtensionContext context) {
        return context.getRequiredTestClass().isAnnotationPresent(Recovering.class);
    }

    /** The event as it was sent, without what keeps clients from taking its last text for an offset. */
    static String plain(String packet) {
        return packet.replaceFirst("\",null]$", "\"]");
    }

    private static SampleHost host(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(
                        isRecovering(context) ? Recovering.class : SampleHost.class,
                        key -> start(isRecovering(context)),
                        SampleHost.class);
    }

    private static SharedHost.Drivers drivers(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(SharedHost.Drivers.class, key -> new SharedHost.Drivers(), SharedHost.Drivers.class);
    }

    /** A session that was admitted to the main namespace and has heard the echo of its handshake. */
    static Wire enter(SampleHost host) {
        Wire wire = Wire.enter(host.io());
        wire.next();
        return wire;
    }

    /** The same in another namespace alone. */
    static Wire enter(SampleHost host, String namespace) {
        Wire wire = Wire.open(host.io());
        wire.send("40" + namespace + ",");
        wire.next();
        wire.next();
        return wire;
    }

    /** Waits until the server closes it, which it may say in Engine.IO first. */
    static void closes(Wire wire) {
        String last = wire.next();
        assertThat(last.equals("1") ? wire.next() : last).isEqualTo(Wire.CLOSED);
    }

    private static SampleHost start(boolean isRecovering) {
        try {
            // a busy machine may answer later than the public suites allow
            String config = Files.readString(Places.echoConfig()).replace("pingTimeout: 200", "pingTimeout: 1000");
            return SampleHost.setup()
                    .config(isRecovering ? config + "    recovery: { enabled: true }\n" : config)
                    .with(Places.echoJar())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
