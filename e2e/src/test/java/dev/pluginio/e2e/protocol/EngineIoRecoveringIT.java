package dev.pluginio.e2e.protocol;

/** Engine.IO is the same where clients can come back. */
@EchoHost.Recovering
class EngineIoRecoveringIT extends EngineIoProtocolIT {}
