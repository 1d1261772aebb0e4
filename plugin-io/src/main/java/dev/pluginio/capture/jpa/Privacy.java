package dev.pluginio.capture.jpa;

import dev.pluginio.api.content.annotation.Private;
import java.lang.reflect.AnnotatedElement;
import java.util.Locale;

/** Finds {@link Private} on a field or a getter, wherever in the class hierarchy it stands. */
final class Privacy {

    private Privacy() {}

    static boolean isPrivate(Class<?> type, String attribute) {
        String suffix = attribute.substring(0, 1).toUpperCase(Locale.ROOT) + attribute.substring(1);
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            Class<?> owner = at;
            if (isMarked(() -> owner.getDeclaredField(attribute))
                    || isMarked(() -> owner.getDeclaredMethod("get" + suffix))
                    || isMarked(() -> owner.getDeclaredMethod("is" + suffix))
                    || isMarked(() -> owner.getDeclaredMethod(attribute))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMarked(Member member) {
        try {
            return member.find().isAnnotationPresent(Private.class);
        } catch (NoSuchFieldException | NoSuchMethodException e) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Member {
        AnnotatedElement find() throws NoSuchFieldException, NoSuchMethodException;
    }
}
