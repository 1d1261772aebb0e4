package dev.pluginio.capture;

import dev.pluginio.api.access.Authenticator;
import dev.pluginio.api.access.PermissionPolicy;
import dev.pluginio.api.host.HostCms;

/** A host that has nothing but itself. */
final class HostWithoutJpa implements HostCms {

    @Override
    public Authenticator authenticator() {
        throw new UnsupportedOperationException("not asked in these tests");
    }

    @Override
    public PermissionPolicy permissions() {
        throw new UnsupportedOperationException("not asked in these tests");
    }
}
