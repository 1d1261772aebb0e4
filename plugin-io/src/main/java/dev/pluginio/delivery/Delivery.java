package dev.pluginio.delivery;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.View;
import dev.pluginio.api.content.Action;
import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.api.realtime.Envelope;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of each event the bytes for each distinct view, and hands them to the transport. What cannot be made safe is not
 * sent. Its methods are called on one thread.
 */
public final class Delivery implements EventLog.Reader {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final Supplier<Rules> rules;
    private final Audiences audiences;
    private final Transport transport;
    private final DeliveryObserver observer;

    /**
     * Makes the stage.
     *
     * @param rules the rules that hold now
     * @param audiences who is to hear of it
     * @param transport where it goes
     * @param observer sees what happens
     */
    public Delivery(Supplier<Rules> rules, Audiences audiences, Transport transport, DeliveryObserver observer) {
        this.rules = rules;
        this.audiences = audiences;
        this.transport = transport;
        this.observer = observer;
    }

    @Override
    public void next(Announcement announcement, ContentEvent event) {
        Reach reach = Reach.NOBODY;
        Rules now = rules.get();
        try {
            Optional<Exposure> exposure = exposureOf(announcement, now);
            if (exposure.isPresent()) {
                Envelope asked = announcement.envelope();
                reach = deliver(now, exposure.get(), event, asked == null ? now.envelope() : asked);
            }
        } catch (RuntimeException | Error e) {
            withhold(event, e);
        }
        if (announcement.reach() != null) {
            announcement.reach().complete(reach);
        }
        observer.delivered(reach.audiences(), reach.sockets());
        LOG.debug("{} at {} went to {} clients", event.change(), event.offset(), reach.sockets());
    }

    @Override
    public void gap() {
        observer.lost();
    }

    /** What is sent of a change that was captured under earlier rules may be less by now, or nothing. */
    private static Optional<Exposure> exposureOf(Announcement announcement, Rules now) {
        String uid = announcement.change().uid();
        Action action = announcement.change().action();
        return announcement.isAsked()
                ? now.exposures().find(uid)
                : now.exposures()
                        .configured(uid)
                        .filter(exposure ->
                                !action.isBuiltIn() || exposure.actions().contains(action));
    }

    private Reach deliver(Rules now, Exposure exposure, ContentEvent event, Envelope envelope) {
        ContentChange change = event.change();
        Reach reach = Reach.NOBODY;
        Set<Room> losing = new HashSet<>();
        for (Plan.Share share : audiences.sharesOf(now, exposure, change.action())) {
            Sight sight = Sight.of(share.view(), change, exposure);
            if (sight == Sight.IDENTIFIERS) {
                losing.addAll(share.rooms());
            } else if (sight == Sight.FULL) {
                reach = reach.plus(deliverFull(now, exposure, event, envelope, share));
            }
        }
        if (!losing.isEmpty()) {
            byte[] bytes = encode(now.json(), event, envelope, change.entry(), true);
            reach = reach.plus(send(exposure, change.action(), bytes, losing));
        }
        return reach;
    }

    private Reach deliverFull(Rules now, Exposure exposure, ContentEvent event, Envelope envelope, Plan.Share share) {
        byte[] bytes;
        try {
            Optional<Entry> visible = event.change().after().flatMap(share.view()::sanitize);
            if (visible.isEmpty()) {
                return Reach.NOBODY;
            }
            bytes = encode(now.json(), event, envelope, visible.get(), false);
        } catch (RuntimeException | Error e) {
            withhold(event, e);
            return Reach.NOBODY;
        }
        return send(exposure, event.change().action(), bytes, share.rooms());
    }

    private Reach send(Exposure exposure, Action action, byte[] bytes, Set<Room> rooms) {
        String name = exposure.eventPrefix() + ":" + action.name();
        return new Reach(1, transport.send(new Emission(name, bytes, new Audience(Audience.ROOT, rooms))));
    }

    private static byte[] encode(
            JsonWriter json, ContentEvent event, Envelope envelope, Entry entry, boolean identifiersOnly) {
        return json.write(generator -> {
            if (envelope == Envelope.DATA) {
                generator.writeStartObject();
                generator.writeFieldName("data");
            }
            if (identifiersOnly) {
                generator.writeStartObject();
                json.identifiers(generator, entry);
                generator.writeEndObject();
            } else {
                json.entry(generator, entry, 0);
            }
            if (envelope == Envelope.DATA) {
                generator.writeObjectFieldStart("meta");
                generator.writeStringField("uid", event.change().uid());
                generator.writeStringField("action", event.change().action().name());
                generator.writeFieldName("at");
                json.value(generator, event.at(), 0);
                generator.writeStringField("offset", event.offset());
                generator.writeEndObject();
                generator.writeEndObject();
            }
        });
    }

    private void withhold(ContentEvent event, Throwable cause) {
        observer.withheld();
        LOG.error("{} could not be made ready for an audience, which does not hear of it", event.change(), cause);
    }

    /** How much of a change an audience gets. */
    enum Sight {
        NOTHING,
        IDENTIFIERS,
        FULL;

        static Sight of(View view, ContentChange change, Exposure exposure) {
            Predicate<Entry> seen = entry -> isSeen(view, entry, exposure);
            boolean seenBefore = change.before().filter(seen).isPresent();
            boolean seenAfter = change.after().filter(seen).isPresent();
            boolean leaves =
                    change.action().equals(Action.DELETE) || (change.action().equals(Action.UNPUBLISH) && !seenAfter);
            if (leaves) {
                return seenBefore ? IDENTIFIERS : NOTHING;
            }
            return seenAfter ? FULL : NOTHING;
        }

        private static boolean isSeen(View view, Entry entry, Exposure exposure) {
            boolean withheldDraft = exposure.onlyPublished() && exposure.type().hasDrafts() && !entry.isPublished();
            return view.shows(entry) && !withheldDraft;
        }
    }
}
