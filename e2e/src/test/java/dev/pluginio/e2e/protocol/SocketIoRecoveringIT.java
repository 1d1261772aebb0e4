package dev.pluginio.e2e.protocol;

/** Socket.IO is the same where clients can come back. */
@EchoHost.Recovering
class SocketIoRecoveringIT extends SocketIoProtocolIT {}
