package dev.pluginio.e2e.protocol;

/** Namespaces are entered and left in the same way where clients can come back. */
@EchoHost.Recovering
class SocketIoNamespacesRecoveringIT extends SocketIoNamespacesIT {

    @Override
    String id() {
        return EchoHost.ID_AND_PASS;
    }
}
