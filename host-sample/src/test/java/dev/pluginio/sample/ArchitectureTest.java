package dev.pluginio.sample;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.pluginio.sample");

    @Test
    void knowsNothingOfThePluginButItsContract() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.pluginio",
                        "dev.pluginio.access..",
                        "dev.pluginio.capture..",
                        "dev.pluginio.config..",
                        "dev.pluginio.delivery..",
                        "dev.pluginio.log..",
                        "dev.pluginio.monitor..",
                        "dev.pluginio.service..",
                        "dev.pluginio.session..",
                        "dev.pluginio.transport..")
                .check(CLASSES);
    }

    @Test
    void dependsInOneDirection() {
        slices().matching("dev.pluginio.sample.(*)..").should().beFreeOfCycles().check(CLASSES);
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("dev.pluginio.sample")
                .layer("http")
                .definedBy("dev.pluginio.sample.rest", "dev.pluginio.sample.admin")
                .layer("plugins")
                .definedBy("dev.pluginio.sample.plugins")
                .layer("entries")
                .definedBy("dev.pluginio.sample.entries")
                .layer("access")
                .definedBy("dev.pluginio.sample.access")
                .layer("content")
                .definedBy("dev.pluginio.sample.content")
                .layer("store")
                .definedBy("dev.pluginio.sample.store")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("plugins")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("entries")
                .mayOnlyBeAccessedByLayers("root", "http")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("root", "http")
                .whereLayer("content")
                .mayOnlyBeAccessedByLayers("root", "http", "entries", "access")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("root", "entries", "access")
                .check(CLASSES);
    }

    @Test
    void keepsEachLibraryInItsPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.pluginio.sample.plugins")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pf4j..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.pluginio.sample.rest", "dev.pluginio.sample.admin")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "com.fasterxml.jackson..")
                .check(CLASSES);
    }

    @Test
    void takesTimeFromAClockAndWritesToNoStandardStream() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CLASSES);
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CLASSES);
    }
}
