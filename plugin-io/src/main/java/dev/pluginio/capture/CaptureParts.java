package dev.pluginio.capture;

/**
 * What every way of capturing needs.
 *
 * @param interest who wants to know
 * @param sequencer hands on in commit order
 * @param observer sees what is done
 */
public record CaptureParts(Interest interest, Sequencer sequencer, CaptureObserver observer) {}
