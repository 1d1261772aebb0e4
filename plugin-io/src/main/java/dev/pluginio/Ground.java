package dev.pluginio;

import dev.pluginio.ConfigurationSource.Configured;
import dev.pluginio.access.AccessCache;
import dev.pluginio.access.Exposures;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.config.IoSettings;
import dev.pluginio.delivery.Attendance;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Rules;
import dev.pluginio.monitor.Counters;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** What all stages stand on: the host, the rules and rights that hold now, who is connected, threads, clock, counters. */
final class Ground {

    private final HostCms host;
    private final Threads threads;
    private final Counters counters;
    private final Clock clock = Clock.systemUTC();
    private final AtomicReference<Rules> rules;
    private final AccessCache access;
    private final Attendance attendance = new Attendance();
    private final Audiences audiences;

    Ground(HostCms host, Configured configured, Threads threads, Counters counters) {
        this.host = host;
        this.threads = threads;
        this.counters = counters;
        this.rules = new AtomicReference<>(rulesOf(configured));
        this.access = new AccessCache(host.permissions(), System::nanoTime);
        this.audiences = new Audiences(rules(), access, attendance);
    }

    private static Rules rulesOf(Configured configured) {
        IoSettings settings = configured.settings();
        return Rules.of(
                settings.delivery(), new Exposures(configured.catalog(), settings.exposures(), settings.permission()));
    }

    /** Has other rules hold from now on. */
    void reconfigure(Configured changed) {
        rules.set(rulesOf(changed));
    }

    HostCms host() {
        return host;
    }

    Threads threads() {
        return threads;
    }

    Counters counters() {
        return counters;
    }

    Clock clock() {
        return clock;
    }

    /** The rules that hold now. */
    Supplier<Rules> rules() {
        return rules::get;
    }

    AccessCache access() {
        return access;
    }

    Attendance attendance() {
        return attendance;
    }

    Audiences audiences() {
        return audiences;
    }
}
