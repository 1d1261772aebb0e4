package dev.pluginio.transport.socketio;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The namespaces that one connection is in or has asked for. Confined to the session's event loop. */
final class Stays {

    /** Nearly every connection has one and no more. */
    private @Nullable Stay only;

    private List<Stay> others = List.of();

    private boolean begun;

    /** Whether somebody is in one of them; for other threads as well. */
    private volatile boolean inhabited;

    /** One for each namespace: who is in it, or the request to be let in. */
    interface Stay {
        Space space();
    }

    /** A namespace that was asked for, while that is undecided. */
    static final class Request implements Stay {
        private final Space space;

        private Request(Space space) {
            this.space = space;
        }

        @Override
        public Space space() {
            return space;
        }
    }

    Request ask(Space space) {
        var request = new Request(space);
        begun = true;
        add(request);
        return request;
    }

    /** A request is granted. */
    void admit(Request request, Member member) {
        remove(request);
        add(member);
        inhabited = true;
    }

    /** Whether any namespace was ever asked for. */
    boolean haveBegun() {
        return begun;
    }

    private void add(Stay stay) {
        if (only == null) {
            only = stay;
        } else {
            others = Stream.concat(others.stream(), Stream.of(stay)).toList();
        }
    }

    void remove(Stay stay) {
        if (only == stay) {
            only = null;
        } else {
            others = others.stream().filter(other -> other != stay).toList();
        }
        inhabited = !members().isEmpty();
    }

    void clear() {
        only = null;
        others = List.of();
        inhabited = false;
    }

    boolean contains(Stay stay) {
        return only == stay || others.contains(stay);
    }

    /** Whether somebody was let into one of them; on any thread. */
    boolean areInhabited() {
        return inhabited;
    }

    boolean isEmpty() {
        return only == null && others.isEmpty();
    }

    /** Those who were let in, as they are now. */
    List<Member> members() {
        return Stream.concat(Stream.ofNullable(only), others.stream())
                .filter(Member.class::isInstance)
                .map(Member.class::cast)
                .toList();
    }

    /** Whether a namespace was asked for. */
    boolean isKnown(String namespace) {
        return in(namespace) != null;
    }

    /** Who was let into a namespace; null for nobody. */
    @Nullable
    Member memberIn(String namespace) {
        return in(namespace) instanceof Member member ? member : null;
    }

    /** As by its name, but not in another that came to have the same one. */
    @Nullable
    Member memberIn(Space space) {
        Member member = memberIn(space.name());
        return member != null && member.space() == space ? member : null;
    }

    private @Nullable Stay in(String namespace) {
        if (only != null && only.space().name().equals(namespace)) {
            return only;
        }
        for (Stay stay : others) {
            if (stay.space().name().equals(namespace)) {
                return stay;
            }
        }
        return null;
    }
}
