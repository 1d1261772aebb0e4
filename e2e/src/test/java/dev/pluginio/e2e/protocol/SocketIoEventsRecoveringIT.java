package dev.pluginio.e2e.protocol;

/** Events and answers are the same where clients can come back. */
@EchoHost.Recovering
class SocketIoEventsRecoveringIT extends SocketIoEventsIT {}
