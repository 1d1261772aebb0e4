package dev.pluginio.e2e.defect;

import dev.pluginio.e2e.driver.Places;
import java.nio.file.Path;
import java.util.List;

/** Something that could be wrong with the plugin, as a change of a copy of its jar. */
public enum Defect {
    /** Relations to types that one may not read are sent. */
    SKIPS_THE_RELATION_CHECK(
            Patch.answersTrue("dev.pluginio.access.View", "of", "dev/pluginio/api/access/Permissions", "allows")),

    /** Drafts are sent to everybody. */
    SKIPS_THE_DRAFT_CHECK(Patch.advises("dev.pluginio.access.View", "shows", Advices.True.class)),

    /** A delete is told to all who may hear of the type, whether they saw the entry or not. */
    DROPS_THE_DELETE_CHECK(Patch.advises("dev.pluginio.delivery.Round", "isShown", Advices.DeleteForAll.class)),

    /** Everybody hears of everything, in their own view. */
    SKIPS_THE_ACTION_CHECK(Patch.answersTrue(
            "dev.pluginio.delivery.Audiences", Patch.ANY, "dev/pluginio/api/access/Permissions", "allows")),

    /** What a transaction did is told before it is committed. */
    SENDS_BEFORE_THE_COMMIT(Patch.advises(
            "dev.pluginio.capture.jpa.JpaTransaction", "doBeforeTransactionCompletion", Advices.TellNow.class)),

    /** What is called back later is taken for what was committed later. */
    TAKES_CALLBACKS_FOR_COMMITS(
            Patch.advises("dev.pluginio.capture.Sequencer", "firstBefore", Advices.Null.class),
            Patch.advises(
                    "dev.pluginio.capture.jpa.JpaTransaction", "doAfterTransactionCompletion", Advices.Dawdle.class)),

    /** No mistake, but bad luck: some callbacks after a commit come late. */
    IS_CALLED_BACK_LATE(Patch.advises(
            "dev.pluginio.capture.jpa.JpaTransaction", "doAfterTransactionCompletion", Advices.Dawdle.class)),

    /** What is to take out what must not be seen fails. */
    CANNOT_SANITIZE(Patch.advises("dev.pluginio.access.View", "sanitize", Advices.Fail.class)),

    /** What is to read the entries in the host's transaction fails. */
    CANNOT_READ(Patch.advises("dev.pluginio.capture.jpa.SnapshotReader", "read", Advices.Fail.class)),

    /** Whatever rules of plugins say, everybody may hear. */
    IGNORES_THE_RULES(Patch.answersTrue(
            "dev.pluginio.delivery.AudienceRules$Rule", "decide", "dev/pluginio/api/realtime/Hearers", "isEveryone")),

    /** What is for subscribers is told to everybody. */
    TELLS_WHO_DID_NOT_SUBSCRIBE(Patch.advises("dev.pluginio.access.Exposure", "audience", Advices.FirstConstant.class)),

    /** What is kept for a client that is being given an entry is sent to it at once, too. */
    TELLS_SUBSCRIBERS_TWICE(Patch.advises("dev.pluginio.delivery.Holds", "keep", Advices.NoneOfThem.class)),

    /** A client whose user gets another role stays among those who have the old one. */
    KEEPS_THE_OLD_ROLE(Patch.advises("dev.pluginio.transport.socketio.Member", "leave", Advices.StayInRolesRoom.class)),

    /** The next event of a client does not wait for the one before. */
    LETS_EVENTS_OVERTAKE(Patch.advises("dev.pluginio.session.handlers.Lane", "append", Advices.NotBusy.class)),

    /** Of two events in a row, the second is sent first. */
    SWAPS_THE_ORDER(
            Patch.advises(
                    "dev.pluginio.log.memory.MemoryEventLog",
                    "append",
                    "dev.pluginio.log.Announcement",
                    Advices.HoldEverySecond.class),
            Patch.advises("dev.pluginio.log.memory.MemoryEventLog", "afterAppended", Advices.LetGo.class));

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final List<Patch> patches;

    Defect(Patch... patches) {
        this.patches = List.of(patches);
    }

    /** Makes a copy of the plugin's jar, in this folder, that has the defect. */
    public Path into(Path folder) {
        Path copy = folder.resolve(name().toLowerCase(java.util.Locale.ROOT) + ".jar");
        PatchedJar.write(Places.pluginJar(), Places.hostJar(), copy, patches);
        return copy;
    }
}
