package dev.pluginio.e2e.defect;

import dev.pluginio.e2e.driver.Places;
import java.nio.file.Path;
import java.util.List;

/** A mistake that the plugin could have, as a change of one class of a copy of its jar. */
public enum Defect {
    /** Relations to types that one may not read are sent. */
    SKIPS_THE_RELATION_CHECK(
            Patch.answersTrue("dev.pluginio.access.View", "of", "dev/pluginio/api/access/Permissions", "allows")),

    /** Drafts are sent to everybody. */
    SKIPS_THE_DRAFT_CHECK(Patch.advises("dev.pluginio.access.View", "shows", Advices.True.class)),

    /** A delete is told to all who may hear of the type, whether they saw the entry or not. */
    DROPS_THE_DELETE_CHECK(Patch.advises("dev.pluginio.delivery.Delivery$Sight", "of", Advices.DeleteForAll.class)),

    /** Everybody hears of everything, in their own view. */
    SKIPS_THE_ACTION_CHECK(Patch.answersTrue(
            "dev.pluginio.delivery.Audiences", Patch.ANY, "dev/pluginio/api/access/Permissions", "allows")),

    /** What a transaction did is told before it is committed. */
    SENDS_BEFORE_THE_COMMIT(Patch.advises(
            "dev.pluginio.capture.jpa.JpaTransaction", "doBeforeTransactionCompletion", Advices.TellNow.class)),

    /** Of two events in a row, the second is sent first. */
    SWAPS_THE_ORDER(
            Patch.advises("dev.pluginio.log.memory.MemoryEventLog", "append", Advices.HoldEverySecond.class),
            Patch.advises("dev.pluginio.log.memory.MemoryEventLog", "afterAppended", Advices.LetGo.class));

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
