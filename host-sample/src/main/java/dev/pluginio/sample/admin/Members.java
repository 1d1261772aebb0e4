package dev.pluginio.sample.admin;

import dev.pluginio.sample.problem.Problem;
import dev.pluginio.sample.rest.Requests;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of an administrator's request. Untrusted. */
record Members(Map<?, ?> untrusted) {

    private static final int LONGEST = 320;

    static Members of(Context ctx, List<String> known) {
        return new Members(Requests.dataObject(ctx, known));
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> Problem.invalid(name, "'" + name + "' must have a value"));
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(untrusted.get(name)).map(value -> {
            if (!(value instanceof String text)
                    || text.isBlank()
                    || text.length() > LONGEST
                    || text.indexOf('\0') >= 0) {
                throw Problem.invalid(name, "'" + name + "' must be a text of 1 to " + LONGEST + " characters");
            }
            return text;
        });
    }

    Optional<Boolean> optionalFlag(String name) {
        return Optional.ofNullable(untrusted.get(name)).map(value -> {
            if (!(value instanceof Boolean flag)) {
                throw Problem.invalid(name, "'" + name + "' must be true or false");
            }
            return flag;
        });
    }

    Optional<Set<String>> optionalTexts(String name) {
        return Optional.ofNullable(untrusted.get(name)).map(value -> {
            if (!(value instanceof List<?> list)) {
                throw Problem.invalid(name, "'" + name + "' must be a list of texts");
            }
            Set<String> texts = new LinkedHashSet<>();
            list.forEach(element -> texts.add(String.valueOf(element)));
            return texts;
        });
    }

    Optional<Instant> optionalInstant(String name) {
        return optionalText(name).map(text -> {
            try {
                return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
            } catch (DateTimeException e) {
                throw Problem.invalid(name, "'" + name + "' must be a time such as 2026-01-02T03:04:05.678Z");
            }
        });
    }
}
