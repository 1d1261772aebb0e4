package dev.pluginio.e2e.points;

import dev.pluginio.api.access.Authentication.Refused;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.HandshakeRequest;
import dev.pluginio.api.realtime.IoContext;
import java.util.Optional;

/** Lets nobody into the namespace that its settings name, and tells why. */
public final class Doorman implements HandshakeFilter {

    @Override
    public Optional<Refused> refuses(HandshakeRequest untrusted, IoContext context) {
        return untrusted.namespace().equals(context.settings().get("closed"))
                ? Optional.of(
                        new Refused("closed", String.valueOf(context.settings().get("why"))))
                : Optional.empty();
    }
}
