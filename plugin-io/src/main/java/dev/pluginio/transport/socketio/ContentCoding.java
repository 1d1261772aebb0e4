package dev.pluginio.transport.socketio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** How the body of an answer may be compressed. */
enum ContentCoding {
    GZIP {
        @Override
        byte[] encode(byte[] plain) {
            var out = new ByteArrayOutputStream(plain.length / 2);
            out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});
            Deflation.ofThread().stream(plain, out);
            var checksum = new CRC32();
            checksum.update(plain);
            ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.writeBytes(trailer.putInt((int) checksum.getValue())
                    .putInt(plain.length)
                    .array());
            return out.toByteArray();
        }
    },

    /** What HTTP calls deflate is the format of zlib. */
    DEFLATE {
        @Override
        byte[] encode(byte[] plain) {
            var out = new ByteArrayOutputStream(plain.length / 2);
            out.writeBytes(new byte[] {0x78, 0x01});
            Deflation.ofThread().stream(plain, out);
            var checksum = new Adler32();
            checksum.update(plain);
            out.writeBytes(
                    ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
            return out.toByteArray();
        }
    };

    /** Compresses a body; on an event loop. */
    abstract byte[] encode(byte[] plain);

    /** How HTTP names it. */
    String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The best one that a client accepts, by its header Accept-Encoding; null for none. */
    static @Nullable ContentCoding accepted(@Nullable String header) {
        if (header == null) {
            return null;
        }
        ContentCoding best = null;
        double highest = 0;
        for (ContentCoding coding : values()) {
            double quality = quality(header, coding.token());
            if (quality > highest) {
                highest = quality;
                best = coding;
            }
        }
        return best;
    }

    /** The quality of a coding, or that of all that are not named. */
    private static double quality(String header, String token) {
        double others = 0;
        for (String element : header.split(",", 32)) {
            String[] parts = element.trim().split("\\s*;\\s*", 2);
            double quality = parts.length < 2 ? 1 : number(parts[1]);
            if (parts[0].equalsIgnoreCase(token)) {
                return quality;
            } else if (parts[0].equals("*")) {
                others = quality;
            }
        }
        return others;
    }

    private static double number(String parameter) {
        if (!parameter.matches("[qQ]=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
            return 0;
        }
        return Double.parseDouble(parameter.substring(2));
    }
}
