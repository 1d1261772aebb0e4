package dev.pluginio.capture;

import dev.pluginio.log.Outbox;

/**
 * What every way of capturing needs.
 *
 * @param interest who wants to know
 * @param sequencer hands on in commit order
 * @param observer sees what is done
 * @param outbox writes changes down in the host's transactions, where the host has some that it can write in
 */
public record CaptureParts(Interest interest, Sequencer sequencer, CaptureObserver observer, Outbox outbox) {

    /** Parts that write nothing down. */
    public CaptureParts(Interest interest, Sequencer sequencer, CaptureObserver observer) {
        this(interest, sequencer, observer, Outbox.NONE);
    }
}
