package dev.pluginio;

import dev.pluginio.access.Exposure;
import dev.pluginio.api.content.ContentCatalog;
import dev.pluginio.api.event.ContentEvent;
import dev.pluginio.capture.Interest;
import dev.pluginio.config.IoSettings;
import dev.pluginio.delivery.AudienceRules;
import dev.pluginio.delivery.CatchUp;
import dev.pluginio.delivery.Delivery;
import dev.pluginio.delivery.EntityDelivery;
import dev.pluginio.delivery.Holds;
import dev.pluginio.delivery.PayloadTransformers;
import dev.pluginio.delivery.Redaction;
import dev.pluginio.delivery.Rules;
import dev.pluginio.delivery.Standings;
import dev.pluginio.delivery.Visibility;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import dev.pluginio.log.Retention;
import dev.pluginio.session.Sessions;
import dev.pluginio.session.handlers.ContentListeners;
import dev.pluginio.transport.Transport;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way of a change from the log to the transport, and what plugins add to it. */
final class Outgoing {

    private final Ground ground;
    private final EventLog log;
    private final Transport transport;
    private final AudienceRules audienceRules;
    private final PayloadTransformers transformers;
    private final ContentListeners listeners;
    private final Standings standings;
    private final Holds holds;
    private final Delivery delivery;
    private final CatchUp catchUp;

    Outgoing(Ground ground, EventLog log, Transport transport, IoSettings settings) {
        this.ground = ground;
        this.log = log;
        this.transport = transport;
        Supplier<ContentCatalog> catalog =
                () -> ground.rules().get().exposures().catalog();
        this.audienceRules = new AudienceRules(catalog, System::nanoTime, ground.counters());
        this.listeners = new ContentListeners(catalog);
        this.transformers = new PayloadTransformers(System::nanoTime);
        this.holds = new Holds(() -> catchUp().head());
        this.standings = new Standings(audienceRules::needs);
        this.delivery = new Delivery(
                ground.rules(),
                ground.audiences(),
                audienceRules,
                transformers,
                standings,
                holds,
                transport,
                ground.counters());
        this.catchUp = new CatchUp(
                new CatchUp.Parts(
                        delivery,
                        ground.audiences(),
                        log,
                        ground.threads().callbacks(),
                        ground.threads().reading(),
                        ground.threads().timer(),
                        System::nanoTime,
                        ground.counters()),
                settings.recovery().maxReplayBytes());
        catchUp.retained().reconfigure(retaining(settings));
        log.trim(new Redaction(ground.rules(), audienceRules));
        log.require(audienceRules::knowEnough);
        log.keepTogether(settings.delivery().atomic());
    }

    /** Keeps events while clients may come back for them. */
    void reconfigure(IoSettings changed) {
        log.reconfigure(keeping(changed));
        log.keepTogether(changed.delivery().atomic());
        catchUp.retained().reconfigure(retaining(changed));
        catchUp.reconfigure(changed.recovery().maxReplayBytes());
    }

    static Retention keeping(IoSettings settings) {
        return settings.recovery().enabled() ? settings.log() : Retention.NOTHING;
    }

    private static Retention retaining(IoSettings settings) {
        return settings.recovery().enabled() ? settings.retained() : Retention.NOTHING;
    }

    /** Begins. Clients that missed something are made to connect again, which tells them to reload. */
    void start(Sessions sessions) {
        log.start(new EventLog.Reader() {
            @Override
            public void next(Announcement announcement, ContentEvent event) {
                delivery.next(announcement, event);
                listeners.next(announcement, event);
            }

            @Override
            public void end(String transaction, String offset) {
                delivery.end(transaction, offset);
            }

            @Override
            public void gap() {
                delivery.gap();
                listeners.gap();
                sessions.reconnectAll();
            }
        });
    }

    /** What is worth capturing. */
    Interest interest() {
        Supplier<Rules> rules = ground.rules();
        return new Interest() {
            @Override
            public Optional<Exposure> exposure(String uid) {
                return rules.get().exposures().configured(uid);
            }

            @Override
            public boolean isWanted(String uid) {
                return ground.audiences().isHeard(uid) || isFollowed(uid);
            }

            @Override
            public boolean isFollowed(String uid) {
                return isKept(uid) || standings.isFollowed(uid) || listeners.isHeard(uid);
            }

            private boolean isKept(String uid) {
                return rules.get().offsets()
                        && rules.get().exposures().configured(uid).isPresent();
            }

            @Override
            public Set<String> needs(String uid) {
                Set<String> ruled = audienceRules.needs(uid);
                Set<String> heard = listeners.needs(uid);
                if (heard.isEmpty() || ruled.isEmpty()) {
                    return heard.isEmpty() ? ruled : heard;
                }
                return Stream.concat(ruled.stream(), heard.stream()).collect(Collectors.toUnmodifiableSet());
            }
        };
    }

    /** Completes when nothing can still be written that was begun before. */
    CompletionStage<Void> settled() {
        return log.<@Nullable Void>afterAppended(() -> null).thenCompose(done -> transport.settled());
    }

    /** What a client may read. */
    Visibility visibility() {
        return new Visibility(ground.rules(), ground.audiences(), audienceRules, transformers, ground.counters());
    }

    /** What is sent to those who subscribed to an entry. */
    EntityDelivery toEntities() {
        return new EntityDelivery(ground.rules(), ground.audiences(), audienceRules, standings, holds, transport);
    }

    EventLog log() {
        return log;
    }

    Transport transport() {
        return transport;
    }

    CatchUp catchUp() {
        return catchUp;
    }

    AudienceRules audienceRules() {
        return audienceRules;
    }

    PayloadTransformers transformers() {
        return transformers;
    }

    ContentListeners listeners() {
        return listeners;
    }

    Standings standings() {
        return standings;
    }

    Holds holds() {
        return holds;
    }
}
