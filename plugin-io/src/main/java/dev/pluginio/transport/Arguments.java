package dev.pluginio.transport;

import java.util.List;

/**
 * What an event or an answer carries, ready to be sent. Shared by all who get it: nothing of it is to be changed any more.
 *
 * @param values JSON values in UTF-8, one an argument; binary data stands in them as
 *     {@code {"_placeholder":true,"num":n}}
 * @param attachments the binary data, the one numbered n at index n
 */
public record Arguments(List<byte[]> values, List<byte[]> attachments) {

    public Arguments {
        values = List.copyOf(values);
        attachments = List.copyOf(attachments);
    }

    /** One JSON value without binary data. */
    public static Arguments of(byte[] value) {
        return new Arguments(List.of(value), List.of());
    }
}
