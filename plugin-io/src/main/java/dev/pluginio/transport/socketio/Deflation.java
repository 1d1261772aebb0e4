package dev.pluginio.transport.socketio;

import io.netty.util.concurrent.FastThreadLocal;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Compresses and inflates whole messages, each by itself: so each event loop needs the memory for it once, and not once
 * for each connection, and a message that was compressed fits all of them.
 */
final class Deflation {

    private static final FastThreadLocal<Deflation> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected Deflation initialValue() {
            return new Deflation();
        }

        @Override
        protected void onRemoval(Deflation deflation) {
            deflation.deflater.end();
            deflation.inflater.end();
        }
    };

    /** What ends a flushed block; a message of a WebSocket leaves it out. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private static final int STEP = 8_192;

    /** In one message; two bytes are an empty one, and each is more work than its bytes. */
    private static final int MOST_STREAMS = 1_000;

    // speed before size: an event loop does nothing else meanwhile
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    private final Inflater inflater = new Inflater(true);
    private final byte[] step = new byte[STEP];

    private Deflation() {}

    /** That of the event loop that calls. */
    static Deflation ofThread() {
        return OF_THREAD.get();
    }

    /** A message as permessage-deflate has it. */
    byte[] message(byte[] plain) {
        var out = new ByteArrayOutputStream(plain.length / 2);
        deflater.reset();
        deflater.setInput(plain);
        int length;
        do {
            length = deflater.deflate(step, 0, STEP, Deflater.SYNC_FLUSH);
            out.write(step, 0, length);
        } while (length == STEP);
        byte[] flushed = out.toByteArray();
        return Arrays.copyOf(flushed, flushed.length - TAIL.length);
    }

    /** Appends a whole stream of plain deflate, without a head or a checksum. */
    void stream(byte[] plain, ByteArrayOutputStream out) {
        deflater.reset();
        deflater.setInput(plain);
        deflater.finish();
        while (!deflater.finished()) {
            out.write(step, 0, deflater.deflate(step, 0, STEP));
        }
    }

    /**
     * Inflates a message of permessage-deflate.
     *
     * @param most how many bytes it may have then
     * @throws Violation if it has more, or is none
     */
    byte[] inflate(byte[] message, int most) throws Violation {
        var out = new ByteArrayOutputStream(Math.min(most, 2 * message.length));
        inflater.reset();
        try {
            inflate(message, most, out);
            inflate(TAIL, most, out);
        } catch (DataFormatException e) {
            throw new Violation("message cannot be inflated");
        }
        return out.toByteArray();
    }

    private void inflate(byte[] part, int most, ByteArrayOutputStream out) throws DataFormatException, Violation {
        inflater.setInput(part);
        int streams = 0;
        while (true) {
            int length = inflater.inflate(step);
            out.write(step, 0, length);
            if (out.size() > most) {
                throw new Violation("message inflates to more than may be sent");
            } else if (inflater.needsDictionary() || streams > MOST_STREAMS) {
                throw new Violation("message cannot be inflated");
            } else if (inflater.finished()) {
                // a message may consist of several streams
                streams++;
                int left = inflater.getRemaining();
                inflater.reset();
                if (left == 0) {
                    return;
                }
                inflater.setInput(part, part.length - left, left);
            } else if (length == 0) {
                return;
            }
        }
    }
}
