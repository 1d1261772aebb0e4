package dev.pluginio.service;

import dev.pluginio.api.realtime.IoNamespace;
import dev.pluginio.api.realtime.Namespaces;
import java.util.Set;
import java.util.TreeSet;

/** The namespaces that the transport has. Thread-safe. */
final class KnownNamespaces implements Namespaces {

    private final Operator.Parts parts;

    KnownNamespaces(Operator.Parts parts) {
        this.parts = parts;
    }

    @Override
    public IoNamespace get(String name) {
        return new Operator(parts, require(name));
    }

    /** The name as the transport knows it. */
    String require(String name) {
        String whole = name.startsWith("/") ? name : "/" + name;
        Set<String> known = names();
        if (!known.contains(whole)) {
            throw new IllegalArgumentException("there is no namespace '" + name + "'; there are "
                    + String.join(", ", known) + ". Others are listed under 'namespaces:' in the plugins file");
        }
        return whole;
    }

    @Override
    public Set<String> names() {
        return new TreeSet<>(parts.transport().namespaces());
    }
}
