package dev.pluginio.session.arguments;

import jakarta.validation.MessageInterpolator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.validator.HibernateValidator;
import org.jspecify.annotations.Nullable;

/**
 * What constraints say, with their own attributes put in, and never the value. Expressions are left out: they could
 * show it.
 */
final class Messages implements MessageInterpolator {

    private static final String TEXTS = "ValidationMessages.properties";
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*}\\s?");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^{}]+)}");
    private static final int DEEPEST = 3;

    private final Properties texts = new Properties();

    Messages() {
        try (@Nullable InputStream in = HibernateValidator.class.getResourceAsStream(TEXTS)) {
            if (in != null) {
                texts.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the texts of constraints cannot be read", e);
        }
    }

    @Override
    public String interpolate(String template, Context context) {
        Map<String, Object> attributes = context.getConstraintDescriptor().getAttributes();
        String message = template;
        for (int depth = 0; depth < DEEPEST; depth++) {
            message = PARAMETER
                    .matcher(EXPRESSION.matcher(message).replaceAll(""))
                    .replaceAll(found -> Matcher.quoteReplacement(text(found.group(1), attributes)));
        }
        return message;
    }

    private String text(String name, Map<String, Object> attributes) {
        @Nullable String known = texts.getProperty(name);
        return known != null ? known : String.valueOf(attributes.getOrDefault(name, name));
    }

    @Override
    public String interpolate(String template, Context context, Locale locale) {
        return interpolate(template, context);
    }
}
