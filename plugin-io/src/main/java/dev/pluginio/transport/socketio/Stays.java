package dev.pluginio.transport.socketio;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The namespaces that one connection is in or has asked for. Confined to the session's event loop. */
final class Stays {

    /** Very few, mostly one; replaced as a whole. */
    private List<Stay> stays = List.of();

    /** Whether somebody is in one of them; for other threads as well. */
    private volatile boolean inhabited;

    /** A namespace that was asked for; there is no member while the request is undecided. */
    static final class Stay {
        private final Space space;
        private @Nullable Member member;
        private @Nullable Answers answers;

        private Stay(Space space) {
            this.space = space;
        }

        Space space() {
            return space;
        }

        /** Who was let in; null while that is undecided. */
        @Nullable
        Member member() {
            return member;
        }

        /** What the client owes. */
        Answers answers() {
            Answers current = answers == null ? new Answers() : answers;
            answers = current;
            return current;
        }

        /** Whether somebody waited for this answer. */
        boolean answered(long id, List<@Nullable Object> arguments) {
            return answers != null && answers.arrived(id, arguments);
        }

        private void end() {
            if (answers != null) {
                answers.end();
            }
        }
    }

    Stay add(Space space) {
        var stay = new Stay(space);
        stays = Stream.concat(stays.stream(), Stream.of(stay)).collect(Collectors.toUnmodifiableList());
        return stay;
    }

    void admit(Stay stay, Member member) {
        stay.member = member;
        inhabited = true;
    }

    /** Takes it out, and tells those who wait for answers of its client. */
    void remove(Stay stay) {
        stays = stays.stream().filter(other -> other != stay).collect(Collectors.toUnmodifiableList());
        inhabited = !members().isEmpty();
        stay.end();
    }

    void clear() {
        stays = List.of();
        inhabited = false;
    }

    boolean contains(Stay stay) {
        return stays.contains(stay);
    }

    /** Whether somebody was let into one of them; on any thread. */
    boolean areInhabited() {
        return inhabited;
    }

    boolean isEmpty() {
        return stays.isEmpty();
    }

    /** Those who were let in, as they are now. */
    List<Member> members() {
        return stays.stream().flatMap(stay -> Stream.ofNullable(stay.member)).toList();
    }

    @Nullable
    Stay in(String namespace) {
        for (Stay stay : stays) {
            if (stay.space.name().equals(namespace)) {
                return stay;
            }
        }
        return null;
    }

    /** The stay of a client; null if it is gone. */
    @Nullable
    Stay of(Member member) {
        Stay stay = in(member.namespace());
        return stay != null && stay.member == member ? stay : null;
    }

    /** Who is in a namespace now; null for nobody. */
    @Nullable
    Member memberIn(Space space) {
        for (Stay stay : stays) {
            if (stay.space == space) {
                return stay.member;
            }
        }
        return null;
    }
}
