package dev.pluginio.testing;

import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposure;
import dev.pluginio.access.Exposures;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Shape;
import dev.pluginio.session.handlers.HandlerObserver;
import dev.pluginio.session.handlers.Handlers;
import dev.pluginio.session.handlers.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;

/** Handlers as the plugin makes them, for tests. */
public final class TestHandlers {

    private TestHandlers() {}

    public static Handlers with(ScheduledExecutorService timer) {
        return with(
                new Handlers.Settings(Duration.ofSeconds(10), 8, 256, 4_194_304, 10_000, Duration.ZERO),
                timer,
                HandlerObserver.NONE);
    }

    public static Handlers with(Handlers.Settings settings, ScheduledExecutorService timer, HandlerObserver observer) {
        return with(settings, timer, observer, new TablePolicy());
    }

    public static Handlers with(
            Handlers.Settings settings,
            ScheduledExecutorService timer,
            HandlerObserver observer,
            PermissionPolicy policy) {
        Rules rules = rules(List.of());
        return with(settings, timer, observer, policy, () -> rules);
    }

    /** Rules by which these content types are sent. */
    public static Rules rules(List<Exposure> exposures) {
        return Rules.of(
                new DeliverySettings(Envelope.DATA, Shape.FLAT, List.of("password", "token")),
                new Exposures(Blog.CATALOG, exposures, PermissionRule.ACTION));
    }

    public static Handlers with(
            Handlers.Settings settings,
            ScheduledExecutorService timer,
            HandlerObserver observer,
            PermissionPolicy policy,
            Supplier<Rules> rules) {
        return with(settings, timer, observer, policy, rules, plugin -> task -> {
            Thread thread = new Thread(task, "test-" + plugin);
            thread.setDaemon(true);
            return thread;
        });
    }

    public static Handlers with(
            Handlers.Settings settings,
            ScheduledExecutorService timer,
            HandlerObserver observer,
            PermissionPolicy policy,
            Supplier<Rules> rules,
            Function<String, ThreadFactory> threads) {
        HostCms host = new HostCms() {
            @Override
            public Authenticator authenticator() {
                throw new AssertionError("this test authenticates nobody");
            }

            @Override
            public PermissionPolicy permissions() {
                return policy;
            }
        };
        return new Handlers(
                settings,
                rules,
                new Surroundings(
                        () -> {
                            throw new AssertionError("this test sends nothing");
                        },
                        host,
                        new AccessCache(policy, System::nanoTime)),
                threads,
                timer,
                System::nanoTime,
                observer);
    }
}
