package dev.pluginio.testkit.guide;

import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.realtime.HandshakeFilter;
import dev.pluginio.api.realtime.HandshakeRequest;
import dev.pluginio.api.realtime.IoContext;
import java.net.InetSocketAddress;
import java.util.Optional;

/** What the guide shows. */
public final class OnlyFromHere implements HandshakeFilter {
    /** Knows where addresses are. */
    interface Countries {
        String of(InetSocketAddress address);
    }

    private final Countries countries;

    OnlyFromHere(Countries countries) {
        this.countries = countries;
    }

    @Override
    public Optional<Authentication.Refused> refuses(HandshakeRequest untrusted, IoContext context) {
        boolean known = countries
                .of(untrusted.remoteAddress())
                .equals(context.settings().get("country"));
        return known ? Optional.empty() : Optional.of(new Authentication.Refused("elsewhere", "Not in your country"));
    }
}
