package dev.pluginio.session;

import dev.pluginio.access.SensitiveNames;
import dev.pluginio.api.access.Grantee;
import dev.pluginio.delivery.JsonWriter;
import dev.pluginio.delivery.Shape;
import dev.pluginio.transport.Arguments;
import dev.pluginio.transport.Audience;
import dev.pluginio.transport.Client;
import dev.pluginio.transport.Emission;
import dev.pluginio.transport.Room;
import dev.pluginio.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What clients are told of changes of their own rights. */
final class Notices {

    /** A client that hears this has other rights than before: what it has loaded may be too much or too little. */
    static final String CHANGED = "access:changed";

    private final Transport transport;
    private final JsonWriter json = new JsonWriter(SensitiveNames.NONE, Shape.FLAT);

    Notices(Transport transport) {
        this.transport = transport;
    }

    /** The role or token of all of these can do more or less than before. */
    void permissionsChanged(Set<Grantee> grantees, Set<String> namespaces) {
        Set<Room> rooms = grantees.stream().map(Room::of).collect(Collectors.toSet());
        Arguments arguments = changed("permissions_changed");
        for (String namespace : namespaces) {
            transport.send(new Emission(CHANGED, arguments, new Audience(namespace, rooms)));
        }
    }

    /** The role or token of this client can do more or less than before. */
    void permissionsChanged(Client client) {
        client.send(CHANGED, changed("permissions_changed"));
    }

    /** The client's user has another role. */
    void roleChanged(Client client) {
        client.send(CHANGED, changed("role_changed"));
    }

    private Arguments changed(String reason) {
        return json.arguments(List.of(Map.of("reason", reason)));
    }

    /** Ends the client's stay, and lets it know why. */
    void close(Client client, Ending ending) {
        Goodbye.say(client, json, ending.code(), ending.reason());
    }
}
