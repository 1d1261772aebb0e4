package dev.pluginio.session.arguments;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.Constraint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for annotations that would have no effect: those of another class loader than ours, and those whose classes are
 * not there, which Java passes over without a word. So it reads the class files. For one check.
 */
final class Annotations {

    private static final List<String> PACKAGES = List.of(
            Constraint.class.getPackageName(), // jakarta.validation
            JsonProperty.class.getPackageName());

    private final Set<Class<?>> seen = new HashSet<>();

    /**
     * Checks a type and those that it is made of.
     *
     * @throws IllegalArgumentException if there is such an annotation
     */
    void check(Type type) {
        if (type instanceof Class<?> named) {
            if (named.isArray()) {
                check(named.getComponentType());
            } else if (!named.isPrimitive() && named.getClassLoader() != null && seen.add(named)) {
                checkClass(named);
            }
        } else if (type instanceof ParameterizedType generic) {
            check(generic.getRawType());
            List.of(generic.getActualTypeArguments()).forEach(this::check);
        } else if (type instanceof GenericArrayType array) {
            check(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            List.of(wildcard.getUpperBounds()).forEach(this::check);
        }
    }

    private void checkClass(Class<?> type) {
        for (String name : ClassFile.typesNamedIn(bytesOf(type))) {
            String owner = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            @Nullable Class<?> named = load(name, type.getClassLoader());
            if (PACKAGES.stream().anyMatch(ours -> owner.equals(ours) || owner.startsWith(ours + "."))) {
                if (named == null || named != load(name, Annotations.class.getClassLoader())) {
                    throw new IllegalArgumentException(type.getName() + " uses " + name
                            + (named == null ? ", which is not there" : " of another class loader")
                            + ", so that it would have no effect; declare 'Plugin-Dependencies: plugin-io' in the"
                            + " manifest and do not pack " + owner + " into the plugin");
                }
            } else if (named != null && named.isAnnotation()) {
                check(named);
            }
        }
        for (Field field : type.isAnnotation() || type.isEnum() ? new Field[0] : type.getDeclaredFields()) {
            if (!java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
                check(field.getGenericType());
            }
        }
        if (type.getSuperclass() != null) {
            check(type.getSuperclass());
        }
    }

    private static @Nullable Class<?> load(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    private static byte[] bytesOf(Class<?> type) {
        String file = type.getName().replace('.', '/') + ".class";
        try (@Nullable InputStream in = type.getClassLoader().getResourceAsStream(file)) {
            if (in != null) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the class file of " + type.getName() + " cannot be read", e);
        }
        throw new IllegalArgumentException("there is no class file of " + type.getName());
    }
}
