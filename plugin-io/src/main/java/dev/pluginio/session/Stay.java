package dev.pluginio.session;

import dev.pluginio.log.Position;
import dev.pluginio.session.rooms.Placement;

/**
 * What is kept of a client that has left.
 *
 * @param id its public socket id
 * @param since the place after which everything has to be told when it comes back, if it tells no later one
 * @param isUntold whether it has to reload, which it may not have been told before it left, unless it got something later
 * @param rooms the custom rooms it was in
 * @param belongings what else it had
 */
record Stay(String id, Position since, boolean isUntold, Placement.Kept rooms, Belongings belongings) {}
