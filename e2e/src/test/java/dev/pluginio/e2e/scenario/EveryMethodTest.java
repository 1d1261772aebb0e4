package dev.pluginio.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pluginio.api.realtime.BroadcastOperator;
import dev.pluginio.api.realtime.IoNamespace;
import dev.pluginio.api.realtime.IoService;
import dev.pluginio.api.realtime.Namespaces;
import dev.pluginio.e2e.driver.Places;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The probe, a plugin with a class loader of its own, can call every method of the service, and the tests have it do so. */
class EveryMethodTest {

    private static final Pattern LABEL = Pattern.compile("case (\"[\\w.]+\") ->");

    @Test
    void isCalledByAnotherPlugin() throws IOException {
        Path probe = Places.module().resolve("src/main/java/dev/pluginio/e2e/probe");
        String calls = Files.readString(probe.resolve("ServiceCalls.java"));
        String scenario =
                Files.readString(Places.module().resolve("src/test/java/dev/pluginio/e2e/scenario/ServiceIT.java"));

        List<String> methods = Stream.of(IoService.class, IoNamespace.class, BroadcastOperator.class, Namespaces.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .map(Method::getName)
                .distinct()
                .toList();
        assertThat(methods)
                .hasSizeGreaterThan(25)
                .allSatisfy(name -> assertThat(calls).contains("." + name + "("));
        List<String> labels = LABEL.matcher(calls)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(labels)
                .hasSizeGreaterThan(25)
                .allSatisfy(label -> assertThat(scenario).contains("call(" + label));
    }
}
