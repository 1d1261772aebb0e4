package dev.pluginio.transport.socketio;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which clients of one event loop have been given something of the series that goes out just now. Confined to the loop. */
final class Series {

    private final Set<Member> hearers = new LinkedHashSet<>();
    private @Nullable Object current;

    /** What comes next is of this series. */
    void goOn(Object series) {
        if (!series.equals(current)) {
            hearers.clear();
            current = series;
        }
    }

    /** A client has been given something of it. */
    void heardBy(Member member) {
        hearers.add(member);
    }

    /**
     * Ends a series.
     *
     * @param found gets each client that has been given something of it and is still here
     * @return how many there were
     */
    int end(@Nullable Object series, Consumer<Member> found) {
        int count = 0;
        if (series != null && series.equals(current)) {
            for (Member member : hearers) {
                if (member.isPresent()) {
                    found.accept(member);
                    count++;
                }
            }
            hearers.clear();
            current = null;
        }
        return count;
    }
}
