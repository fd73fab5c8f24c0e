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
        .layer("nd4j")
        .definedBy("io.github.sam4j.nd4j..")
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
        .layer("examples")
        .definedBy("io.github.sam4j.examples..")
        .whereLayer("nd4j")
        .mayOnlyBeAccessedByLayers("cpu")
        .whereLayer("cpu")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("sam")
        .mayOnlyBeAccessedByLayers("examples")
        .whereLayer("decoder")
        .mayOnlyBeAccessedByLayers("sam", "examples")
        .whereLayer("encoder")
        .mayOnlyBeAccessedByLayers("sam", "examples")
        .whereLayer("weights")
        .mayOnlyBeAccessedByLayers("sam", "examples")
        .whereLayer("prompt")
        .mayOnlyBeAccessedByLayers("decoder", "sam", "examples")
        .check(CLASSES);
  }

  @Test
  void onlyThePortableEngineKnowsNd4j() {
    onlyIn("org.nd4j..", "io.github.sam4j.nd4j..");
  }

  @Test
  void onlyTheCpuEngineKnowsOneDnnAndTheVectorApi() {
    onlyIn("org.bytedeco.dnnl..", "io.github.sam4j.cpu.onednn..");
    onlyIn("jdk.incubator..", "io.github.sam4j.cpu.vector..", "io.github.sam4j.cpu.factored..");
  }

  private static void onlyIn(String dependency, String... places) {
    noClasses()
        .that()
        .resideOutsideOfPackages(places)
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
