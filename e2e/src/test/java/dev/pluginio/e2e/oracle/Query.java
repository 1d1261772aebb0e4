package dev.pluginio.e2e.oracle;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Asks the read interface for what the configuration of the plugin asks for. */
final class Query {

    private Query() {}

    /** The address of an entry with its relations. What one may not read must not be asked for. */
    static String of(Rights rights, Item item, Populate populate) {
        List<String> parameters = new ArrayList<>();
        add(parameters, rights, item.kind(), populate, "");
        String address = item.kind().path + "/" + item.documentId();
        return parameters.isEmpty() ? address : address + "?" + String.join("&", parameters);
    }

    private static void add(List<String> parameters, Rights rights, Kind kind, Populate populate, String prefix) {
        populate.fields().ifPresent(names -> {
            for (int i = 0; i < names.size(); i++) {
                parameters.add(encode(prefix + (prefix.isEmpty() ? "fields" : "[fields]") + "[" + i + "]") + "="
                        + names.get(i));
            }
        });
        populate.relations().forEach((name, nested) -> {
            Kind target = kind.relation(name).target();
            if (rights.may(target, "find")) {
                String path = prefix + (prefix.isEmpty() ? "populate" : "[populate]") + "[" + name + "]";
                int before = parameters.size();
                add(parameters, rights, target, nested, path);
                if (parameters.size() == before) { // nothing more is wanted of it, or nothing more may be
                    parameters.add(encode(path) + "=true");
                }
            }
        });
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
