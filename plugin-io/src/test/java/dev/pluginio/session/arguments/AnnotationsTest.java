package dev.pluginio.session.arguments;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An annotation that would have no effect is found, wherever it stands. */
class AnnotationsTest {

    record Plain(String text, List<Integer> numbers) {}

    record Checked(@NotBlank String text) {}

    record Around(List<@Valid Checked[]> checked) {}

    record Named(@JsonProperty("n") String name) {}

    @Retention(RetentionPolicy.RUNTIME)
    @Constraint(validatedBy = SlugValidator.class)
    @interface Slug {
        String message() default "must be a slug";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    static final class SlugValidator implements ConstraintValidator<Slug, String> {
        @Override
        public boolean isValid(String value, ConstraintValidatorContext context) {
            return value == null || value.matches("[a-z-]+");
        }
    }

    record Composed(@Slug String slug) {}

    /** A plugin's loader: has this test's classes, and sees no or other annotations where it is told so. */
    private static final class PluginLoader extends ClassLoader {

        private final Predicate<String> missing;
        private final Predicate<String> bundled;

        private PluginLoader(Predicate<String> missing, Predicate<String> bundled) {
            super(AnnotationsTest.class.getClassLoader());
            this.missing = missing;
            this.bundled = bundled;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (missing.test(name)) {
                throw new ClassNotFoundException(name);
            }
            if (!bundled.test(name) && !name.startsWith(AnnotationsTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Class<?> in(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(ClassLoader loader, Class<?> type) {
        new Annotations().check(in(loader, type));
    }

    @Test
    void acceptsOurAnnotationsInAPluginsTypes() {
        ClassLoader loader = new PluginLoader(name -> false, name -> false);

        for (Class<?> type : List.of(Plain.class, Checked.class, Around.class, Named.class, Composed.class)) {
            assertThatCode(() -> check(loader, type)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesAnnotationsOfAnotherLoader() {
        ClassLoader loader = new PluginLoader(
                name -> false,
                name -> name.startsWith("jakarta.validation.") || name.startsWith("com.fasterxml.jackson.annotation."));

        for (Class<?> type : List.of(Checked.class, Around.class, Named.class, Composed.class)) {
            assertThatThrownBy(() -> check(loader, type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("of another class loader")
                    .hasMessageContaining("Plugin-Dependencies: plugin-io");
        }
        assertThatCode(() -> check(loader, Plain.class)).doesNotThrowAnyException();
    }

    /** Java leaves such annotations out without a word, and the constraints with them. */
    @Test
    void refusesAnnotationsThatAreNotThere() {
        ClassLoader loader = new PluginLoader(
                name -> name.startsWith("jakarta.validation.") || name.startsWith("com.fasterxml.jackson."),
                name -> false);

        for (Class<?> type : List.of(Checked.class, Around.class, Named.class)) {
            assertThatThrownBy(() -> check(loader, type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("which is not there")
                    .hasMessageContaining("Plugin-Dependencies: plugin-io");
        }
        assertThatThrownBy(() -> check(loader, Composed.class)).isInstanceOf(IllegalArgumentException.class);
        assertThatCode(() -> check(loader, Plain.class)).doesNotThrowAnyException();
    }
}
