package dev.pluginio.delivery;

import dev.pluginio.api.realtime.Envelope;
import java.util.List;

/**
 * In what form events are sent.
 *
 * @param envelope the form, where a call does not choose another
 * @param shape where the attributes of an entry stand
 * @param sensitiveFields words and names that are left out of everything that is sent
 */
public record DeliverySettings(Envelope envelope, Shape shape, List<String> sensitiveFields) {

    public DeliverySettings {
        sensitiveFields = List.copyOf(sensitiveFields);
    }
}
