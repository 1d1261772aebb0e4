package dev.pluginio.capture;

import dev.pluginio.log.Announcement;

/** A transaction of the host that has not ended yet. */
@FunctionalInterface
public interface HostTransaction {

    /**
     * Takes something that is to be told after the commit, or taken back by a rollback (then its {@code reach} completes
     * with {@link dev.pluginio.api.realtime.Reach#NOBODY}). If the transaction makes the same change by itself, there is
     * one event, and its reach is reported. Throws nothing.
     *
     * @return false if the transaction has ended meanwhile: then nothing was taken
     */
    boolean announce(Announcement announcement);
}
