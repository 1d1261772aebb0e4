package dev.pluginio.describe;

import dev.pluginio.api.content.ValueType;
import dev.pluginio.describe.form.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes a vocabulary as types for {@code Socket<ServerToClientEvents, ClientToServerEvents>} of socket.io-client. */
final class TypeScript {

    private static final Set<String> RESERVED = Set.of("Answer", "ServerToClientEvents", "ClientToServerEvents");

    private final Names names = new Names(RESERVED);
    private final List<Form.Struct> structs = new ArrayList<>();

    private TypeScript() {}

    static String of(Vocabulary vocabulary) {
        return new TypeScript().write(vocabulary);
    }

    private String write(Vocabulary vocabulary) {
        StringBuilder heard = new StringBuilder("export interface ServerToClientEvents {\n");
        for (Vocabulary.Heard event : vocabulary.heard()) {
            heard.append("  /** ").append(event.summary()).append(" */\n");
            heard.append("  ")
                    .append(key(event.name()))
                    .append(": (event: ")
                    .append(type(event.payload()))
                    .append(") => void;\n");
        }
        heard.append("}\n");
        StringBuilder sent = new StringBuilder("export interface ClientToServerEvents {\n");
        for (Vocabulary.Sent event : vocabulary.sent()) {
            sent.append("  /** ").append(event.summary()).append(" */\n");
            sent.append("  ")
                    .append(key(event.name()))
                    .append(": (")
                    .append(parameters(event))
                    .append(") => void;\n");
        }
        sent.append("}\n");
        StringBuilder all = new StringBuilder("// The events for ")
                .append(vocabulary.audience().replaceAll("\\R", " "))
                .append(", as plugin-io is configured. Generated: change the configuration, not this file.\n\n")
                .append("/** What an acknowledgement of plugin-io's own events says. */\n")
                .append(
                        "export type Answer<T = object> = ({ success: true } & T) | { success: false; error: string };\n\n");
        structs.forEach(struct -> all.append(declared(struct)).append('\n'));
        return all.append(heard).append('\n').append(sent).toString();
    }

    private String parameters(Vocabulary.Sent event) {
        List<String> parameters = new ArrayList<>();
        event.arguments().forEach(argument -> parameters.add(argument.name() + ": " + type(argument.form())));
        Form.Either answer = event.answer();
        if (answer == null) {
            parameters.add(event.mayHaveMore() ? "...args: any[]" : "...answer: any[]");
            return String.join(", ", parameters);
        }
        String told = answer.forms().isEmpty() ? "Answer" : "Answer<" + type(answer) + ">";
        String callback = "answer: (answer: " + told + ") => void";
        if (event.mayHaveMore()) {
            return "...args: [...any[], " + callback.substring("answer: ".length()) + "]";
        }
        parameters.add(callback);
        return String.join(", ", parameters);
    }

    private String declared(Form.Struct struct) {
        StringBuilder declared =
                new StringBuilder("export interface ").append(names.of(struct)).append(" {\n");
        names.within(
                struct,
                () -> struct.fields()
                        .forEach((name, form) -> declared.append("  ")
                                .append(key(name))
                                .append(form instanceof Form.IfAny ? "?: " : ": ")
                                .append(type(form))
                                .append(";\n")));
        return declared.append("}\n").toString();
    }

    private String type(Form form) {
        if (form instanceof Form.OrNull maybe) {
            return type(maybe.form()) + " | null";
        } else if (form instanceof Form.IfAny any) {
            return type(any.form());
        } else if (form instanceof Form.Either either) {
            return either.forms().isEmpty()
                    ? "object"
                    : either.forms().stream().map(this::type).collect(Collectors.joining(" | "));
        } else if (form instanceof Form.Many many) {
            return "Array<" + type(many.form()) + ">";
        } else if (form instanceof Form.Keyed keyed) {
            return "Record<string, " + type(keyed.form()) + ">";
        } else if (form instanceof Form.Bounded bounded) {
            return type(bounded.form());
        } else if (form instanceof Form.Again again) {
            return names.around(again);
        } else if (form instanceof Form.Constant constant) {
            return quoted(constant.text());
        } else if (form instanceof Form.Identifier) {
            return "number | string";
        } else if (form instanceof Form.Struct struct) {
            boolean isNew = names.isNew(struct);
            String name = names.of(struct);
            if (isNew) {
                structs.add(struct);
                names.within(struct, () -> struct.fields().values().forEach(this::type));
            }
            return name;
        }
        return value(((Form.Value) form).type());
    }

    private static String value(ValueType type) {
        ValueType element = type.element() == null ? ValueType.ANY : type.element();
        return switch (type.kind()) {
            case ANY -> "unknown";
            case TEXT, MOMENT, DATE, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ENUM -> type.options().stream().map(TypeScript::quoted).collect(Collectors.joining(" | "));
            case LIST -> "Array<" + value(element) + ">";
            case MAP -> "Record<string, " + value(element) + ">";
            case OBJECT ->
                type.fields().entrySet().stream()
                        .map(field -> key(field.getKey()) + ": " + value(field.getValue()) + " | null")
                        .collect(Collectors.joining("; ", "{ ", " }"));
        };
    }

    private static String key(String name) {
        return name.matches("[A-Za-z_$][A-Za-z0-9_$]*") ? name : quoted(name);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.chars().forEach(character -> {
            if (character == '\'' || character == '\\') {
                quoted.append('\\').append((char) character);
            } else if (character < ' ' || character == 0x2028 || character == 0x2029) {
                quoted.append(String.format("\\u%04x", character));
            } else {
                quoted.append((char) character);
            }
        });
        return quoted.append('\'').toString();
    }
}
