package dev.pluginio.service;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.Records;
import dev.pluginio.delivery.Rules;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Announces events of content types, which go the way of all changes. Thread-safe. */
final class ContentCalls {

    private static final CompletionStage<Reach> NOBODY = CompletableFuture.completedStage(Reach.NOBODY);

    private final Supplier<Rules> rules;
    private final Audiences audiences;
    private final EntryFactory entries;
    private final HostWork host;
    private final EventLog log;
    private final Executor callbacks;

    ContentCalls(Supplier<Rules> rules, Audiences audiences, HostWork host, EventLog log, Executor callbacks) {
        this.rules = rules;
        this.audiences = audiences;
        this.entries = new EntryFactory(() -> rules.get().exposures().catalog(), host);
        this.host = host;
        this.log = log;
        this.callbacks = callbacks;
    }

    CompletionStage<Reach> emit(EmitRequest request) {
        Rules now = rules.get();
        Exposure exposure = now.exposures().require(request.uid());
        boolean isKept = now.offsets(); // for those who are away
        if (!isKept && !audiences.isHeard(request.uid(), request.action())) {
            entries.check(request.data(), exposure.type());
            return NOBODY;
        }
        CompletableFuture<Reach> all = CompletableFuture.completedFuture(Reach.NOBODY);
        for (Entry entry : entries.entriesOf(request.data(), exposure)) {
            all = all.thenCombine(emit(request, Records.plain(entry)), Reach::plus);
        }
        return all.thenApplyAsync(Function.identity(), callbacks);
    }

    private CompletableFuture<Reach> emit(EmitRequest request, Entry entry) {
        CompletableFuture<Reach> reach = new CompletableFuture<>();
        Announcement announcement = new Announcement(
                ContentChange.of(request.uid(), request.action(), entry),
                request.envelope().orElse(null),
                reach);
        if (!host.announceWithin(request.transaction().orElse(null), announcement)) {
            log.append(announcement);
        }
        return reach;
    }
}
