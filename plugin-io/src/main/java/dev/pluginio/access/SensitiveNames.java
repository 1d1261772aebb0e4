package dev.pluginio.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells which names stand for something that must never be sent, such as a password. A name is sensitive if one of the
 * configured words stands in it as whole words, in any case and any of the usual spellings: {@code apiKey} forbids
 * {@code myApiKey}, {@code user_api_key}, {@code APIKEY} and {@code api-keys}, but not {@code hashtag} for {@code hash}.
 * A name that ends in a quantity says how many, not which: {@code tokenCount} is not sensitive.
 */
public final class SensitiveNames {

    /** Forbids nothing. */
    public static final SensitiveNames NONE = new SensitiveNames(List.of());

    private static final int REMEMBERED = 4096;
    private static final Pattern BETWEEN_WORDS = Pattern.compile(
            "[^\\p{L}\\p{N}]+|(?<=[\\p{Ll}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Set<String> QUANTITIES =
            Set.of("count", "counts", "total", "limit", "length", "size", "usage", "min", "max");

    private final Set<String> words;
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /**
     * Takes the words.
     *
     * @param names such as {@code password} or {@code apiKey}
     */
    public SensitiveNames(Collection<String> names) {
        words = names.stream()
                .map(name -> String.join("", wordsOf(name)))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Tells whether others forbid everything that these do. */
    public boolean forbidsNoMoreThan(SensitiveNames others) {
        return others.words.containsAll(words);
    }

    /** Tells whether what stands under this name must not be sent. */
    public boolean contains(String name) {
        if (words.isEmpty()) {
            return false;
        }
        Boolean answer = known.get(name);
        if (answer == null) {
            answer = isSensitive(wordsOf(name));
            if (known.size() < REMEMBERED) {
                known.put(name, answer);
            }
        }
        return answer;
    }

    private boolean isSensitive(List<String> name) {
        if (name.isEmpty() || (name.size() > 1 && QUANTITIES.contains(name.get(name.size() - 1)))) {
            return false;
        }
        for (int from = 0; from < name.size(); from++) {
            StringBuilder run = new StringBuilder();
            for (int to = from; to < name.size(); to++) {
                String word = run.append(name.get(to)).toString();
                if (words.contains(word)
                        || (word.endsWith("s") && words.contains(word.substring(0, word.length() - 1)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> wordsOf(String name) {
        List<String> result = new ArrayList<>();
        for (String word : BETWEEN_WORDS.split(name, -1)) {
            if (!word.isEmpty()) {
                result.add(word.toLowerCase(Locale.ROOT));
            }
        }
        return result;
    }
}
