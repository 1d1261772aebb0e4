package dev.pluginio.testing;

import dev.pluginio.api.access.AuthRequest;
import dev.pluginio.api.access.Authentication;
import dev.pluginio.api.access.Credentials;
import dev.pluginio.api.access.Principal;
import dev.pluginio.api.access.Role;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * What a strategy is asked about somebody whom the host admits as nobody in particular.
 *
 * @param auth what the client sent
 */
public record TestRequest(Map<String, Object> auth) implements AuthRequest {

    /** As whom the host admits a client without credentials. */
    public static final Principal NOBODY = new Principal.Public(new Role("public", "Public"));

    @Override
    public String namespace() {
        return "/";
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return new InetSocketAddress(0);
    }

    @Override
    public Authentication authenticate(Credentials claimed) {
        throw new AssertionError("the host is not asked here");
    }

    @Override
    public Authentication anonymous() {
        return new Authentication.Admitted(NOBODY);
    }
}
