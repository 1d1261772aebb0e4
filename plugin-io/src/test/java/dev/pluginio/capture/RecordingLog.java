package dev.pluginio.capture;

import dev.pluginio.api.content.Entry;
import dev.pluginio.api.event.ContentChange;
import dev.pluginio.api.realtime.Reach;
import dev.pluginio.log.Announcement;
import dev.pluginio.log.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Keeps what is appended, and completes each reach with one socket. */
public class RecordingLog implements EventLog {

    private final List<Announcement> announcements = new ArrayList<>();

    @Override
    public void start(Reader reader) {}

    @Override
    public synchronized void append(Announcement announcement) {
        announcements.add(announcement);
        if (announcement.reach() != null) {
            announcement.reach().complete(new Reach(1, 1));
        }
    }

    @Override
    public <T> CompletableFuture<T> afterAppended(Supplier<T> task) {
        return CompletableFuture.completedFuture(task.get());
    }

    @Override
    public void close() {}

    public synchronized List<Announcement> announcements() {
        return List.copyOf(announcements);
    }

    public List<ContentChange> changes() {
        return announcements().stream().map(Announcement::change).toList();
    }

    /** What was appended, as {@code name:action}. */
    public List<String> names() {
        return changes().stream()
                .map(change -> change.uid().substring(change.uid().indexOf('.') + 1) + ":" + change.action())
                .toList();
    }

    public ContentChange only() {
        List<ContentChange> changes = changes();
        if (changes.size() != 1) {
            throw new AssertionError("expected one change, got " + names());
        }
        return changes.get(0);
    }

    public Entry after() {
        return only().after().orElseThrow();
    }

    public synchronized void clear() {
        announcements.clear();
    }
}
