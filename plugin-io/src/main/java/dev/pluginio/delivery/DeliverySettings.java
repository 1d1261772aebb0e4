package dev.pluginio.delivery;

import dev.pluginio.api.realtime.Envelope;
import java.util.List;

/**
 * In what form events are sent.
 *
 * @param envelope the form, where a call does not choose another
 * @param shape where the attributes of an entry stand
 * @param sensitiveFields words and names that are left out of everything that is sent
 * @param offsets whether each event of content carries its offset as a last argument of its own
 * @param atomic whether each event of content tells its transaction, and clients are told when one is over
 */
public record DeliverySettings(
        Envelope envelope, Shape shape, List<String> sensitiveFields, boolean offsets, boolean atomic) {

    public DeliverySettings {
        sensitiveFields = List.copyOf(sensitiveFields);
    }

    /** Each event by itself. */
    public DeliverySettings(Envelope envelope, Shape shape, List<String> sensitiveFields, boolean offsets) {
        this(envelope, shape, sensitiveFields, offsets, false);
    }

    /** Each event by itself, without offsets. */
    public DeliverySettings(Envelope envelope, Shape shape, List<String> sensitiveFields) {
        this(envelope, shape, sensitiveFields, false);
    }
}
