package dev.pluginio.session.handlers;

import dev.pluginio.api.realtime.ClientEvent;
import dev.pluginio.api.realtime.EventHandler;
import dev.pluginio.api.realtime.IoContext;
import dev.pluginio.api.realtime.IoSocket;
import dev.pluginio.api.realtime.RefusalException;
import dev.pluginio.api.realtime.Reply;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Clearance;
import dev.pluginio.transport.ClientListener.Acknowledgement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Has an event of a client handled, and answers it. */
final class Handling extends Call implements ClientEvent, Answerable {

    private final Lane lane;
    private final Bound<EventHandler> handler;
    private final String name;
    private final List<@Nullable Object> arguments;
    private final @Nullable Acknowledgement acknowledgement;
    private final int weight;
    private volatile List<Object> typed = List.of();
    private final List<Runnable> afterwards = new ArrayList<>(0);
    private boolean answered;
    private volatile @Nullable Clearance clearance;
    /** How much of it is not over: the call, and replies that are to come and hold up what follows. */
    private final AtomicInteger open = new AtomicInteger(1);

    Handling(
            Lane lane,
            Bound<EventHandler> handler,
            String name,
            List<@Nullable Object> arguments,
            @Nullable Acknowledgement acknowledgement) {
        super(lane, handler);
        this.lane = lane;
        this.handler = handler;
        this.name = name;
        this.arguments = arguments;
        this.acknowledgement = acknowledgement;
        this.weight = Plain.weightOf(arguments);
    }

    @Override
    int weight() {
        return weight;
    }

    @Override
    public IoSocket socket() {
        return new HandlerSocket(lane, handler.guest(), false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    @Override
    public <T> T argument(int index, Class<T> type) {
        if (index < 0 || index >= typed.size() || !type.isInstance(typed.get(index))) {
            throw new IllegalArgumentException(
                    "argument " + index + " is not declared as " + type.getName() + "; name it in argumentTypes()");
        }
        return type.cast(typed.get(index));
    }

    @Override
    public boolean isReplyExpected() {
        return acknowledgement != null;
    }

    @Override
    public IoContext context() {
        return handler.context(name);
    }

    @Override
    void perform() throws Exception {
        Terms terms = handler.terms();
        EventHandler required = handler.required();
        try {
            if (!terms.isMetBy(lane.principal(), handlers.surroundings().access())) {
                throw new RefusalException(Handlers.FORBIDDEN);
            }
            if (!terms.types().isEmpty()) {
                typed = handler.guest().binding().bind(terms.types(), arguments);
            }
            give(required.handle(this));
        } catch (RefusalException e) {
            give(refused(e));
        }
    }

    private static Reply refused(RefusalException refusal) {
        return Reply.failure(String.valueOf(refusal.getMessage()), refusal.details());
    }

    /** The events of plugin-io itself keep their order also where a plugin is asked about them: nothing overtakes them. */
    private boolean holdsUp() {
        return handler.guest().plugin().equals(Handlers.OWN);
    }

    @Override
    void follow() {
        if (open.decrementAndGet() == 0) {
            super.follow();
        }
    }

    private void give(Reply reply) {
        if (acknowledgement == null) {
            answered();
        }
        if (acknowledgement == null && !holdsUp()) {
            return;
        }
        reply.pending().ifPresent(later -> {
            if (holdsUp()) {
                open.incrementAndGet();
            }
            owes();
            AtomicBoolean settled = new AtomicBoolean();
            Future<?> deadline = handlers.later(() -> {
                if (settled.compareAndSet(false, true)) {
                    paid();
                    handlers.observer().handlerTimedOut();
                    warn("does not give its later reply in time", null);
                    excuse(Handlers.TIMEOUT, true);
                    release();
                }
            });
            later.whenComplete((given, failure) -> {
                if (settled.compareAndSet(false, true)) {
                    deadline.cancel(false);
                    paid();
                    settle(given != null && reply.isUnfiltered() ? given.unfiltered() : given, failure);
                    release();
                }
            });
        });
        if (acknowledgement != null) {
            reply.values()
                    .ifPresent(values -> answer(
                            acknowledgement,
                            handlers.writer(reply.isUnfiltered()).arguments(values)));
        }
        if (reply.pending().isEmpty()) {
            answered();
        }
    }

    private void owes() {
        lane.owe(weight);
        handler.guest().holds(weight);
    }

    private void paid() {
        lane.paid(weight);
        handler.guest().holds(-weight);
    }

    private void answer(Acknowledgement asked, Arguments values) {
        Clearance needed = clearance;
        if (needed == null) {
            asked.answer(values);
        } else {
            asked.answer(values, needed, failure(Handlers.FORBIDDEN));
        }
    }

    @Override
    public void needs(Clearance needed) {
        clearance = needed;
    }

    @Override
    public void afterAnswer(Runnable task) {
        synchronized (afterwards) {
            if (!answered) {
                afterwards.add(task);
                return;
            }
        }
        task.run();
    }

    private void answered() {
        List<Runnable> tasks;
        synchronized (afterwards) {
            answered = true;
            tasks = List.copyOf(afterwards);
            afterwards.clear();
        }
        tasks.forEach(Runnable::run);
    }

    /** A later reply has been given, or will not be. */
    private void release() {
        if (holdsUp()) {
            follow();
        }
    }

    private void settle(@Nullable Reply given, @Nullable Throwable failure) {
        Throwable wrong =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (wrong instanceof RefusalException refusal) {
            settle(refused(refusal), null);
            return;
        }
        if (given != null && wrong == null) {
            try {
                give(given);
            } catch (RuntimeException | Error e) {
                wrong = e;
            }
        }
        if (given == null || wrong != null) {
            handlers.observer().handlerFailed();
            warn("failed with its later reply", wrong);
            excuse(Handlers.FAILED, true);
        }
    }

    @Override
    void excuse(String error, boolean wasBegun) {
        try {
            if (acknowledgement != null) {
                acknowledgement.answer(failure(error));
            }
        } finally {
            answered();
        }
    }

    private Arguments failure(String error) {
        List<@Nullable Object> answer = Reply.failure(error).values().orElseThrow();
        return handlers.writer(true).arguments(answer);
    }

    @Override
    public String toString() {
        return "event '" + name + "' at " + handler;
    }
}
