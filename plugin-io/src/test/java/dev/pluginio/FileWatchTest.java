package dev.pluginio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** B28: a change of the file is noticed once, however it was made, and never before it is complete. */
class FileWatchTest {

    @TempDir
    Path folder;

    private final AtomicInteger told = new AtomicInteger();
    private Path file;
    private FileWatch watch;

    @BeforeEach
    void watch() throws IOException {
        file = Files.writeString(folder.resolve("plugins.yml"), "old");
        watch = new FileWatch(file, told::incrementAndGet);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    @Test
    void tellsNothingOfAFileThatStaysAsItIs() {
        look(5);

        assertThat(told).hasValue(0);
    }

    @Test
    void tellsOnceOfAFileThatWasWritten() throws IOException {
        Files.writeString(file, "something longer");
        look(5);

        assertThat(told).hasValue(1);
    }

    /** As many editors save: even of the same size and age, it is another file. */
    @Test
    void tellsOnceOfAFileThatAnotherTookThePlaceOf() throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        Path fresh = Files.writeString(folder.resolve("plugins.yml.swp"), "new");
        Files.setLastModifiedTime(fresh, before);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        look(5);

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsNothingOfAFileThatIsStillBeingWritten() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(file, "one more line\n", StandardOpenOption.APPEND);
            look(1);
        }
        assertThat(told).hasValue(0);

        look(1);
        assertThat(told).hasValue(1);
    }

    /** Others delete it first: what is there in between is not read, unless it stays so. */
    @Test
    void tellsOnceOfAFileThatWasDeletedAndWrittenAgain() throws IOException {
        Files.delete(file);
        look(1);
        Files.writeString(file, "quite new");
        look(3);

        assertThat(told).hasValue(1);
    }

    @Test
    void tellsThatItIsGoneAndThatItIsBack() throws IOException {
        Files.delete(file);
        look(3);
        assertThat(told).hasValue(1);

        Files.writeString(file, "back");
        look(3);
        assertThat(told).hasValue(2);
    }

    @Test
    void tellsNothingOfWhatWasReadAnyway() throws IOException {
        Files.writeString(file, "something longer");
        watch.know();
        look(5);

        assertThat(told).hasValue(0);
    }
}
