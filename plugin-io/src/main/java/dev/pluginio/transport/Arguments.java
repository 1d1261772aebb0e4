package dev.pluginio.transport;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an event or an answer carries, ready to be sent. Shared by all who get it: nothing of it is to be changed any more.
 * Thread-safe.
 */
public final class Arguments {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final List<byte[]> values;
    private final List<byte[]> attachments;
    private final boolean endsInOffset;
    private final boolean lasts;
    private volatile @Nullable Object kept;

    /**
     * What has no offset.
     *
     * @param values JSON values in UTF-8, one an argument; binary data stands in them as
     *     {@code {"_placeholder":true,"num":n}}
     * @param attachments the binary data, the one numbered n at index n
     */
    public Arguments(List<byte[]> values, List<byte[]> attachments) {
        this(values, attachments, false, false);
    }

    private Arguments(List<byte[]> values, List<byte[]> attachments, boolean endsInOffset, boolean lasts) {
        this.values = List.copyOf(values);
        this.attachments = List.copyOf(attachments);
        this.endsInOffset = endsInOffset;
        this.lasts = lasts;
    }

    /** One JSON value without binary data. */
    public static Arguments of(byte[] value) {
        return new Arguments(List.of(value), List.of());
    }

    /** The JSON values. */
    public List<byte[]> values() {
        return values;
    }

    /** The binary data. */
    public List<byte[]> attachments() {
        return attachments;
    }

    /** Whether the last value is the event's offset, a text that clients keep. */
    public boolean endsInOffset() {
        return endsInOffset;
    }

    /** The same with its offset, a JSON text in UTF-8, as the last value. */
    public Arguments withOffset(byte[] offset) {
        return new Arguments(Stream.concat(values.stream(), Stream.of(offset)).toList(), attachments, true, false);
    }

    /** The same without its offset, if it has one. */
    public Arguments withoutOffset() {
        return endsInOffset ? new Arguments(values.subList(0, values.size() - 1), attachments) : this;
    }

    /** The same, but without a text at the end that a client takes for an offset; so is an event's name without values. */
    public Arguments guarded() {
        boolean isText = values.isEmpty() || isText(values.get(values.size() - 1));
        return endsInOffset || !isText
                ? this
                : new Arguments(Stream.concat(values.stream(), Stream.of(NULL)).toList(), attachments);
    }

    private static boolean isText(byte[] json) {
        int at = 0;
        while (at < json.length && json[at] <= ' ') {
            at++;
        }
        return at < json.length && json[at] == '"';
    }

    /** The same, to be sent to one client after the other: what was written of it for the first is there for the others. */
    public Arguments lasting() {
        return new Arguments(values, attachments, endsInOffset, true);
    }

    /** Whether it is to be sent to one client after the other. */
    public boolean isLasting() {
        return lasts;
    }

    /** What a transport {@linkplain #keep kept} of it; null for nothing. */
    public @Nullable Object kept() {
        return kept;
    }

    /** Keeps what a transport wrote of it, in place of what was kept before. */
    public void keep(Object written) {
        kept = written;
    }
}
