package dev.pluginio.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of IP addresses: those whose first bits are the same.
 *
 * @param address an address of the range
 * @param bits how many bits at the front belong to the range
 */
public record Network(InetAddress address, int bits) {

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** How a range is written, as a regular expression; what fits it may still not be an IPv6 address. */
    public static final String FORM = "(" + BYTE + "\\.){3}" + BYTE + "(/(3[0-2]|[12]?[0-9]))?"
            + "|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))?";

    /** Checks how many bits there are. */
    public Network {
        if (bits < 0 || bits > address.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("no network of " + address.getHostAddress() + " has " + bits + " bits");
        }
    }

    /**
     * Reads a range such as {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single address. Asks no name server.
     *
     * @return the range, or empty if the text is none
     */
    public static Optional<Network> parse(String text) {
        if (!text.matches(FORM)) {
            return Optional.empty();
        }
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash));
            int all = address.getAddress().length * Byte.SIZE;
            return Optional.of(new Network(address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1))));
        } catch (UnknownHostException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a range that is known to be one.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Network of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is no network; it must look like '10.0.0.0/8' or '2001:db8::/32'"));
    }

    /** Whether an address is of this range. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || (mine[whole] ^ theirs[whole]) >> (Byte.SIZE - rest) == 0;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
