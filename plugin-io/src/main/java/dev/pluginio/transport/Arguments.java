package dev.pluginio.transport;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an event or an answer carries, ready to be sent. Shared by all who get it: nothing of it is to be changed any more.
 *
 * @param values JSON values in UTF-8, one an argument; binary data stands in them as
 *     {@code {"_placeholder":true,"num":n}}
 * @param attachments the binary data, the one numbered n at index n
 * @param endsInOffset whether the last value is the event's offset, a text that clients keep
 */
public record Arguments(List<byte[]> values, List<byte[]> attachments, boolean endsInOffset) {

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    public Arguments {
        values = List.copyOf(values);
        attachments = List.copyOf(attachments);
    }

    /** What has no offset. */
    public Arguments(List<byte[]> values, List<byte[]> attachments) {
        this(values, attachments, false);
    }

    /** The same with its offset, a JSON text in UTF-8, as the last value. */
    public Arguments withOffset(byte[] offset) {
        return new Arguments(Stream.concat(values.stream(), Stream.of(offset)).toList(), attachments, true);
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

    /** One JSON value without binary data. */
    public static Arguments of(byte[] value) {
        return new Arguments(List.of(value), List.of());
    }
}
