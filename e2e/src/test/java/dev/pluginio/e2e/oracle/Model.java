package dev.pluginio.e2e.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pluginio.e2e.driver.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contract in a page: who may see what of an entry, and which frames a change makes for whom.
 *
 * <p>A draft is seen only with the permission {@code findDrafts}. Of a relation one sees nothing unless one may
 * {@code find} its target; hidden drafts are left out of it. A delete is decided by the state before, a create by the
 * state after. What comes into one's sight otherwise is an {@code enter}, what goes out of it a {@code leave}, in place of
 * everything else; where nothing is sent of drafts, publish and unpublish are those words. What leaves is told by its
 * identifiers alone. What a rule keeps to some is in nobody else's sight; of what is for subscribers, nobody else hears.
 */
final class Model {

    private final World world;
    private final Rules rules;

    Model(World world, Rules rules) {
        this.world = world;
        this.rules = rules;
    }

    /** The frames that a change makes for somebody with these rights, whom no rule names and who is subscribed to nothing. */
    List<Expected> frames(Rights rights, Change change) {
        return frames(Ear.of(rights), change);
    }

    /** The frames that a change makes for somebody. To be asked while the world is as after it. */
    List<Expected> frames(Ear ear, Change change) {
        Optional<Exposure> exposed = rules.exposure(change.kind());
        if (exposed.isEmpty() || !ear.isMeant(exposed.get(), change.item())) {
            return List.of();
        }
        Exposure exposure = exposed.get();
        List<Expected> frames = new ArrayList<>();
        if (change.before().isEmpty()) {
            content(ear, exposure, "create", change.item(), frames);
        } else if (change.after().isEmpty()) {
            leaving(ear, exposure, "delete", change.before().get(), frames);
        } else {
            updated(ear, exposure, change.before().get(), change.after().get(), frames);
        }
        return frames;
    }

    private void updated(Ear ear, Exposure exposure, Item before, Item after, List<Expected> frames) {
        boolean publishes = before.isDraft() && !after.isDraft();
        boolean withdraws = !before.isDraft() && after.isDraft();
        if (exposure.onlyPublished() && withdraws) {
            leaving(ear, exposure, "unpublish", before, frames);
            return;
        }
        if (exposure.onlyPublished() && publishes) {
            content(ear, exposure, "publish", after, frames);
            return;
        }
        List<String> words = publishes
                ? List.of("update", "publish")
                : withdraws ? List.of("update", "unpublish") : List.of("update");
        boolean isTold = words.stream().anyMatch(word -> isSent(ear.rights(), exposure, word));
        if (hasInSight(ear, exposure, before) && hasInSight(ear, exposure, after)) {
            words.forEach(word -> content(ear, exposure, word, after, frames));
        } else if (isTold && hasInSight(ear, exposure, after)) {
            frames.add(frame(exposure, "enter", after, show(ear.rights(), after, exposure.populate())));
        } else if (isTold && hasInSight(ear, exposure, before)) {
            frames.add(frame(exposure, "leave", before, identifiers(before)));
        }
    }

    /** What somebody who asks for an entry is given; empty if it is as if there were none. */
    Optional<JsonNode> given(Ear ear, Item item) {
        return rules.exposure(item.kind())
                .filter(exposure -> ear.rights().may(item.kind(), "find") && hasInSight(ear, exposure, item))
                .map(exposure -> show(ear.rights(), item, exposure.populate()));
    }

    /** What somebody sees of an entry with all that the configuration names; empty if nothing. */
    Optional<JsonNode> view(Rights rights, Item item, Populate populate) {
        return isVisible(rights, item) ? Optional.of(show(rights, item, populate)) : Optional.empty();
    }

    private void content(Ear ear, Exposure exposure, String action, Item after, List<Expected> frames) {
        if (isSent(ear.rights(), exposure, action) && hasInSight(ear, exposure, after)) {
            frames.add(frame(exposure, action, after, show(ear.rights(), after, exposure.populate())));
        }
    }

    private void leaving(Ear ear, Exposure exposure, String action, Item before, List<Expected> frames) {
        if (isSent(ear.rights(), exposure, action) && hasInSight(ear, exposure, before)) {
            frames.add(frame(exposure, action, before, identifiers(before)));
        }
    }

    private boolean isSent(Rights rights, Exposure exposure, String action) {
        return exposure.actions().contains(action) && rules.hears(rights, exposure.kind(), action);
    }

    private static boolean hasInSight(Ear ear, Exposure exposure, Item item) {
        return isVisible(ear.rights(), item) && ear.isNamed(item) && !(exposure.onlyPublished() && item.isDraft());
    }

    private static boolean isVisible(Rights rights, Item item) {
        return !item.isDraft() || rights.may(item.kind(), "findDrafts");
    }

    private JsonNode show(Rights rights, Item item, Populate populate) {
        ObjectNode shown = identifiers(item);
        item.kind().values.stream().filter(populate::wants).forEach(name -> shown.set(name, item.value(name)));
        populate.relations().forEach((name, nested) -> {
            Kind.Relation relation = item.kind().relation(name);
            if (rights.may(relation.target(), "find")) {
                shown.set(name, related(rights, item, relation, nested));
            }
        });
        return shown;
    }

    private JsonNode related(Rights rights, Item item, Kind.Relation relation, Populate populate) {
        List<JsonNode> shown = world.related(item, relation).stream()
                .flatMap(target -> view(rights, target, populate).stream())
                .toList();
        if (relation.many()) {
            ArrayNode list = Json.array();
            shown.forEach(list::add);
            return list;
        }
        return shown.isEmpty() ? Json.parse("null") : shown.get(0);
    }

    private static ObjectNode identifiers(Item item) {
        ObjectNode shown = Json.object();
        shown.set("id", item.id());
        shown.put("documentId", item.documentId());
        return shown;
    }

    private static Expected frame(Exposure exposure, String action, Item item, JsonNode data) {
        return new Expected(exposure.prefix() + ":" + action, item.kind().uid(), action, item.documentId(), data);
    }
}
