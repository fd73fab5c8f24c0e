package io.github.sam4j.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, and foreign types stay behind their walls. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.sam4j");

  @Test
  void dependenciesPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy("io.github.sam4j.core..")
        .layer("cpu")
        .definedBy("io.github.sam4j.cpu..")
        .layer("weights")
        .definedBy("io.github.sam4j.weights..")
        .layer("encoder")
        .definedBy("io.github.sam4j.encoder..")
        .layer("prompt")
        .definedBy("io.github.sam4j.prompt..")
        .layer("decoder")
        .definedBy("io.github.sam4j.decoder..")
        .layer("sam")
        .definedBy("io.github.sam4j", "io.github.sam4j.grounding..")
        .layer("formats")
        .definedBy("io.github.sam4j.formats..")
        .layer("cli")
        .definedBy("io.github.sam4j.cli..")
        .layer("examples")
        .definedBy("io.github.sam4j.examples..")
        .whereLayer("cpu")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("formats")
        .mayOnlyBeAccessedByLayers("cli", "examples")
        .whereLayer("sam")
        .mayOnlyBeAccessedByLayers("formats", "cli", "examples")
        .whereLayer("decoder")
        .mayOnlyBeAccessedByLayers("sam")
        .whereLayer("encoder")
        .mayOnlyBeAccessedByLayers("sam")
        .whereLayer("weights")
        .mayOnlyBeAccessedByLayers("sam", "cli")
        .whereLayer("prompt")
        .mayOnlyBeAccessedByLayers("decoder", "sam", "formats", "cli", "examples")
        .check(CLASSES);
  }

  @Test
  void onlyCoreKnowsNd4j() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.github.sam4j.core.tensor..", "io.github.sam4j.core.natives..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.nd4j..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCpuEngineKnowsOneDnnAndTheVectorApi() {
    onlyIn("io.github.sam4j.cpu.onednn..", "org.bytedeco.dnnl..");
    onlyIn("io.github.sam4j.cpu.vector..", "jdk.incubator..");
  }

  private static void onlyIn(String place, String dependency) {
    noClasses()
        .that()
        .resideOutsideOfPackage(place)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(dependency)
        .check(CLASSES);
  }

  @Test
  void noForeignTensorTypeInAPublicSignature() {
    DescribedPredicate<JavaClass> foreign =
        JavaClass.Predicates.resideInAnyPackage("org.nd4j..", "org.bytedeco..");
    noMethods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .doNotHaveSimpleName("Nd4jTensors")
        .should()
        .haveRawReturnType(foreign)
        .orShould()
        .haveRawParameterTypes(
            DescribedPredicate.describe(
                "with a foreign type", types -> types.stream().anyMatch(foreign)))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.github.sam4j.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
