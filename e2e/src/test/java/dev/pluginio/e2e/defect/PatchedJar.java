package dev.pluginio.e2e.defect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.pool.TypePool;

/** Copies a jar with some of its methods changed. No class of the jar is loaded. */
final class PatchedJar {

    private PatchedJar() {}

    /**
     * Makes the copy.
     *
     * @param jar what is copied
     * @param seen a jar with classes that those of the first refer to
     */
    static void write(Path jar, Path seen, Path copy, List<Patch> patches) {
        try (JarFile file = new JarFile(jar.toFile());
                JarFile other = new JarFile(seen.toFile())) {
            ClassFileLocator classes = new ClassFileLocator.Compound(
                    new ClassFileLocator.ForJarFile(file),
                    new ClassFileLocator.ForJarFile(other),
                    ClassFileLocator.ForClassLoader.of(PatchedJar.class.getClassLoader()),
                    ClassFileLocator.ForClassLoader.ofPlatformLoader());
            Map<String, byte[]> changed = new LinkedHashMap<>();
            for (String className :
                    patches.stream().map(Patch::className).distinct().toList()) {
                List<Patch> ofClass = patches.stream()
                        .filter(patch -> patch.className().equals(className))
                        .toList();
                changed.put(className.replace('.', '/') + ".class", patched(classes, className, ofClass));
            }
            Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
            replace(copy, changed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] patched(ClassFileLocator classes, String className, List<Patch> patches) throws IOException {
        byte[] bytes = classes.locate(className).resolve();
        for (Patch patch : patches) {
            ClassFileLocator current =
                    new ClassFileLocator.Compound(ClassFileLocator.Simple.of(className, bytes), classes);
            TypePool pool = TypePool.Default.of(current);
            TypeDescription type = pool.describe(className).resolve();
            bytes = new ByteBuddy()
                    .with(TypeValidation.DISABLED)
                    .redefine(type, current)
                    .visit(patch.how())
                    .make(pool)
                    .getBytes();
            if (!patch.wasApplied(type)) {
                throw new IllegalStateException("nothing to change was found in " + className + "." + patch.method()
                        + ": the plugin was rewritten, and the defect must follow it");
            }
        }
        return bytes;
    }

    private static void replace(Path jar, Map<String, byte[]> changed) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
                Files.write(files.getPath(entry.getKey()), entry.getValue());
            }
        }
    }
}
