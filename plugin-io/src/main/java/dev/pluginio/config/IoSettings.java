package dev.pluginio.config;

import dev.pluginio.access.Exposure;
import dev.pluginio.access.PermissionRule;
import dev.pluginio.delivery.DeliverySettings;
import dev.pluginio.log.Retention;
import dev.pluginio.session.SessionSettings;
import dev.pluginio.session.entities.SubscriptionSettings;
import dev.pluginio.session.handlers.Arrangement;
import dev.pluginio.session.recovery.RecoverySettings;
import dev.pluginio.transport.TransportSettings;
import java.util.List;

/**
 * The settings of the stages.
 *
 * @param transport how clients reach the plugin
 * @param sessions how clients are admitted
 * @param subscriptions what clients may subscribe to
 * @param recovery how clients come back after their connection was lost
 * @param log what is kept of events for clients that missed them
 * @param retained what is kept for them of messages that are to be kept
 * @param delivery in what form events are sent
 * @param exposures what is sent of each content type; each type at most once
 * @param permission which permission lets somebody hear of types that {@code exposures} does not name
 * @param arrangement which extensions of plugins are used, in which order
 */
public record IoSettings(
        TransportSettings transport,
        SessionSettings sessions,
        SubscriptionSettings subscriptions,
        RecoverySettings recovery,
        Retention log,
        Retention retained,
        DeliverySettings delivery,
        List<Exposure> exposures,
        PermissionRule permission,
        Arrangement arrangement) {

    public IoSettings {
        exposures = List.copyOf(exposures);
    }
}
