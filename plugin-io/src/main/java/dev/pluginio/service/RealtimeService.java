package dev.pluginio.service;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.EmitRequest;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.RawRequest;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.delivery.Audiences;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.delivery.Rules;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends what the host and other plugins ask for. */
public final class RealtimeService implements IoService {

    private static final CompletionStage<Reach> NOBODY = CompletableFuture.completedStage(Reach.NOBODY);

    private final Supplier<Rules> rules;
    private final Audiences audiences;
    private final EntryFactory entries;
    private final HostWork host;
    private final EventLog log;
    private final Transport transport;
    private final Executor callbacks;

    /**
     * Makes the service.
     *
     * @param rules the rules that hold now
     * @param audiences who would hear of it
     * @param host the host's transactions
     * @param log takes events of content types
     * @param transport takes raw events
     * @param callbacks completes what callers wait for, so that what they do then holds up nobody
     */
    public RealtimeService(
            Supplier<Rules> rules,
            Audiences audiences,
            HostWork host,
            EventLog log,
            Transport transport,
            Executor callbacks) {
        this.rules = rules;
        this.audiences = audiences;
        this.entries = new EntryFactory(() -> rules.get().exposures().catalog(), host);
        this.host = host;
        this.log = log;
        this.transport = transport;
        this.callbacks = callbacks;
    }

    @Override
    public CompletionStage<Reach> emit(EmitRequest request) {
        Exposure exposure = rules.get().exposures().require(request.uid());
        if (!audiences.isHeard(request.uid(), request.action())) {
            return NOBODY;
        }
        CompletableFuture<Reach> all = CompletableFuture.completedFuture(Reach.NOBODY);
        for (Entry entry : entries.entriesOf(request.data(), exposure)) {
            all = all.thenCombine(emit(request, entry), Reach::plus);
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

    @Override
    public CompletionStage<Reach> raw(RawRequest request) {
        Rules now = rules.get();
        JsonWriter writer = now.writer(request.isUnfiltered());
        @Nullable Object data = request.data();
        Arguments arguments = writer.arguments(Collections.singletonList(
                request.envelope().orElse(now.envelope()) == Envelope.DATA
                        ? Collections.singletonMap("data", data)
                        : data));
        Set<Room> rooms = request.rooms().stream()
                .map(name -> new Room(Room.Kind.CUSTOM, name))
                .collect(Collectors.toUnmodifiableSet());
        Emission emission = new Emission(request.event(), arguments, new Audience(Audience.ROOT, rooms));
        // behind what was committed before, so that clients hear both in the order in which they happened
        return log.afterAppended(() -> new Reach(1, transport.send(emission)))
                .thenApplyAsync(Function.identity(), callbacks);
    }
}
