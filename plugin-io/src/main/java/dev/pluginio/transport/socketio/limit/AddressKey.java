package dev.pluginio.transport.socketio.limit;

import java.net.InetAddress;

/**
 * Who counts as one: an IPv4 address, or a /64 network of IPv6, of which a client can use any address it likes.
 *
 * @param v6 of which kind it is
 * @param bits the address, or its first 64 bits
 */
record AddressKey(boolean v6, long bits) implements Comparable<AddressKey> {

    private static final int BYTES = 8;

    static AddressKey of(InetAddress address) {
        byte[] bytes = address.getAddress();
        long bits = 0;
        for (int i = 0; i < Math.min(bytes.length, BYTES); i++) {
            bits = bits << Byte.SIZE | bytes[i] & 0xFF;
        }
        return new AddressKey(bytes.length > BYTES, bits);
    }

    /** Any order will do: with one, a map stays quick even if somebody looks for addresses whose hashes are equal. */
    @Override
    public int compareTo(AddressKey other) {
        int kind = Boolean.compare(v6, other.v6);
        return kind != 0 ? kind : Long.compare(bits, other.bits);
    }
}
