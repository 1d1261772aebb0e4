package dev.pluginio.delivery;

import dev.pluginio.access.Exposures;
import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.realtime.Envelope;

/**
 * What is sent, what never is, and in what form: all that has to change at one moment when the configuration does.
 * Immutable. Who works by rules takes them once for each event, call or packet, so that none of them is done by half of
 * the old and half of the new.
 *
 * @param exposures what is sent of each content type
 * @param sensitive the names that nobody sees
 * @param json writes without what stands under those names
 * @param unfiltered writes all
 * @param envelope the form, where a call does not choose another
 * @param offsets whether each event of content carries its offset as a last argument of its own
 * @param atomic whether each event of content tells its transaction, and clients are told when one is over
 */
public record Rules(
        Exposures exposures,
        SensitiveNames sensitive,
        JsonWriter json,
        JsonWriter unfiltered,
        Envelope envelope,
        boolean offsets,
        boolean atomic) {

    /** Puts rules together. */
    public static Rules of(DeliverySettings settings, Exposures exposures) {
        SensitiveNames sensitive = new SensitiveNames(settings.sensitiveFields());
        return new Rules(
                exposures,
                sensitive,
                new JsonWriter(sensitive, settings.shape()),
                new JsonWriter(SensitiveNames.NONE, settings.shape()),
                settings.envelope(),
                settings.offsets(),
                settings.atomic());
    }

    /** Writes what is not of a content type. */
    public JsonWriter writer(boolean isUnfiltered) {
        return isUnfiltered ? unfiltered : json;
    }
}
