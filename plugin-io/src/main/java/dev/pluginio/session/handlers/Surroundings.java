package dev.pluginio.session.handlers;

import dev.pluginio.access.AccessCache;
import dev.pluginio.api.host.HostCms;
import dev.pluginio.api.realtime.IoService;
import java.util.function.Supplier;

/**
 * What extensions find around them.
 *
 * @param io gives the realtime service, once there is one
 * @param host the host
 * @param access tells who may call a handler that asks for a permission
 */
public record Surroundings(Supplier<IoService> io, HostCms host, AccessCache access) {}
