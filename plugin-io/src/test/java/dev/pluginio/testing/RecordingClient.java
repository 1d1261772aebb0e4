package dev.pluginio.testing;

import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.NoAnswerException;
import dev.pluginio.transport.Room;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client that keeps what it is sent. */
public final class RecordingClient implements Client {

    private static final AtomicLong NUMBER = new AtomicLong();

    private final String namespace;
    private final Object attachment;
    private final String id;
    private final Set<Room> rooms = ConcurrentHashMap.newKeySet();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<byte[]> attachments = new CopyOnWriteArrayList<>();
    private final List<Arguments> arguments = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<List<Object>> answer =
            CompletableFuture.failedFuture(new NoAnswerException("the client has gone"));
    private volatile Supplier<CompletionStage<Void>> taking = () -> CompletableFuture.completedStage(null);
    private volatile Consumer<Room> joining = room -> {};
    private volatile boolean gone;
    private volatile boolean reconnecting;

    public RecordingClient(String namespace, Object attachment) {
        this(namespace, attachment, null);
    }

    /** One that has the socket id of an earlier one; null for one of its own. */
    public RecordingClient(String namespace, Object attachment, @Nullable String id) {
        this.namespace = namespace;
        this.attachment = attachment;
        this.id = id == null ? "id" + NUMBER.incrementAndGet() : id;
    }

    /** All events so far, each as {@code name json json…}. */
    public List<String> heard() {
        return heard;
    }

    public List<byte[]> attachments() {
        return attachments;
    }

    /** What all events so far carried. */
    public List<Arguments> arguments() {
        return arguments;
    }

    /** What it will answer to every request. */
    public void answers(CompletableFuture<List<Object>> stage) {
        answer = stage;
    }

    public boolean isReconnecting() {
        return reconnecting;
    }

    /** JSON values, one after the other. */
    public static String text(Arguments arguments) {
        StringBuilder text = new StringBuilder();
        arguments.values().forEach(value -> text.append(' ').append(new String(value, StandardCharsets.UTF_8)));
        return text.toString().strip();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public Set<Room> rooms() {
        return Set.copyOf(rooms);
    }

    /** Has something seen just before it is in a room. */
    public void joins(Consumer<Room> looked) {
        joining = looked;
    }

    @Override
    public boolean join(Room room) {
        joining.accept(room);
        return rooms.add(room) || rooms.contains(room);
    }

    @Override
    public void leave(Room room) {
        rooms.remove(room);
    }

    @Override
    public boolean isPresent() {
        return !gone;
    }

    /** Naively, whether an audience means it. */
    public boolean isOf(Audience audience) {
        return !gone
                && namespace.equals(audience.namespace())
                && (audience.rooms().isEmpty() || isInOneOf(audience.rooms()))
                && audience.within().stream().allMatch(this::isInOneOf)
                && !isInOneOf(audience.except())
                && !audience.exceptClients().contains(id());
    }

    private boolean isInOneOf(Set<Room> some) {
        return some.stream().anyMatch(rooms::contains);
    }

    @Override
    public void send(String event, Arguments told) {
        if (gone) {
            return;
        }
        heard.add((event + " " + text(told)).strip());
        arguments.add(told);
        attachments.addAll(told.attachments());
    }

    @Override
    public CompletionStage<List<Object>> request(String event, Arguments arguments, Duration timeout) {
        send(event, arguments);
        return answer;
    }

    @Override
    public CompletionStage<Void> drained() {
        return taking.get();
    }

    /** When it has taken what it was sent. */
    public void takes(Supplier<CompletionStage<Void>> stages) {
        taking = stages;
    }

    @Override
    public void disconnect() {
        gone = true;
    }

    @Override
    public void disconnect(String event, Arguments arguments) {
        if (!gone) {
            send(event, arguments);
            gone = true;
        }
    }

    @Override
    public void reconnect() {
        gone = true;
        reconnecting = true;
    }
}
