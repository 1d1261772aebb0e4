package dev.pluginio;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The house: what each package may use. */
class StructureTest {

    private static final String API = "dev.pluginio.api..";

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.pluginio.(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "access,",
        "log,",
        "transport,",
        "capture, access log",
        "delivery, access log transport",
        "session, access log delivery transport describe.form",
        "describe, access delivery transport",
        "service, access log delivery session transport",
    })
    void stagesUseOnlyTheStagesBeforeThem(String stage, @Nullable String others) {
        String[] permitted = (stage + (others == null ? "" : " " + others)).split(" ");
        for (int index = 0; index < permitted.length; index++) {
            permitted[index] = "dev.pluginio." + permitted[index] + "..";
        }
        mayUse("dev.pluginio." + stage + "..", resideInAnyPackage(permitted));
    }

    @Test
    void configUsesOnlySettings() {
        Set<String> settings = Set.of(
                "Exposure",
                "Populate",
                "PermissionRule",
                "ListedEntity",
                "DeliverySettings",
                "DocumentSettings",
                "Shape",
                "SessionSettings",
                "Entrance",
                "SubscriptionSettings",
                "RecoverySettings",
                "Retention",
                "Listeners",
                "RoomSettings",
                "JoinRule",
                "MessageRule",
                "Arrangement",
                "Named",
                "TransportSettings",
                "Compression",
                "Tls",
                "Limits",
                "Network");
        mayUse(
                "dev.pluginio.config..",
                resideInAnyPackage("dev.pluginio.config..")
                        .or(describe("settings", used -> settings.contains(used.getSimpleName()))));
    }

    /** Run by hand, the jar has only itself and the JDK; constants of others are within it. */
    @Test
    void commandUsesOnlyTheJdk() {
        classes()
                .that()
                .resideInAPackage("dev.pluginio.command..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.pluginio.command..", "java..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void monitorUsesOnlyObserverPorts() {
        mayUse(
                "dev.pluginio.monitor..",
                resideInAnyPackage("dev.pluginio.monitor..").or(simpleNameEndingWith("Observer")));
    }

    private static void mayUse(String stage, DescribedPredicate<JavaClass> permitted) {
        classes()
                .that()
                .resideInAPackage(stage)
                .should()
                .onlyDependOnClassesThat(
                        permitted.or(resideInAnyPackage(API)).or(not(resideInAnyPackage("dev.pluginio.."))))
                .check(CLASSES);
    }

    @Test
    void onlyTheJpaPackagesUseJpa() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pluginio.capture.jpa..", "dev.pluginio.log.jpa..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "org.hibernate..")
                        .and(not(resideInAnyPackage("org.hibernate.validator.."))))
                .because("the rest must load where Hibernate is not on the class path")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "dev.pluginio.transport.socketio.., io.netty.. com.corundumstudio..",
        "dev.pluginio.config.., org.yaml..",
        "dev.pluginio.log.jpa.., org.flywaydb..",
        "dev.pluginio.config.. dev.pluginio.session.arguments.., jakarta.validation.. org.hibernate.validator..",
        "dev.pluginio dev.pluginio.service.., org.pf4j..",
    })
    void librariesAreUsedInOnePlace(String users, String libraries) {
        noClasses()
                .that()
                .resideOutsideOfPackages(users.split(" "))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries.split(" "))
                .check(CLASSES);
    }

    @Test
    void nothingUsesTheStoresThatTellEveryNodeEverything() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.corundumstudio.socketio.store..", "org.redisson..", "com.hazelcast..")
                .check(CLASSES);
    }

    @Test
    void packagesAreNullMarked() {
        classes()
                .should(have(describe(
                        "a null-marked package", type -> type.getPackage().isAnnotatedWith(NullMarked.class))))
                .check(CLASSES);
    }

    @Test
    void timeComesInByConstructor() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pluginio")
                .should()
                .callMethodWhere(readsTheClockOrSleeps())
                .because("clocks and waiting are given by whoever builds the stage")
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaMethodCall> readsTheClockOrSleeps() {
        List<String> forbidden = List.of(
                "java.lang.Thread.sleep",
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.time.Clock.systemUTC",
                "java.time.Clock.systemDefaultZone");
        return describe("read the clock or sleep", call -> {
            String owner = call.getTargetOwner().getFullName();
            boolean now = owner.startsWith("java.time.")
                    && call.getName().equals("now")
                    && call.getTarget().getRawParameterTypes().isEmpty();
            return now || forbidden.contains(owner + "." + call.getName());
        });
    }

    @Test
    void nothingIsWrittenToTheStandardStreams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.pluginio.command.Main")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("the log is the host's; only the jar run by hand prints")
                .check(CLASSES);
    }

    @Test
    void exceptionsSayWhatTheyAre() {
        GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(CLASSES);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(CLASSES);
    }
}
