package io.github.sam4j.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dependencies point one way, families stay in their packages, and the parts stay small. */
class ArchitectureTest {
  private static final String ROOT = "io.github.sam4j";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

  /** Each part of the house, and the parts that it may know. */
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          Map.entry("core", Set.of()),
          Map.entry("nd4j", Set.of("core")),
          Map.entry("cpu", Set.of("core", "nd4j")),
          Map.entry("weights", Set.of("core")),
          Map.entry("encoder", Set.of("core")),
          Map.entry("prompt", Set.of("core")),
          Map.entry("decoder", Set.of("core", "prompt")),
          Map.entry("families", Set.of("core", "weights", "encoder", "prompt", "decoder")),
          Map.entry("detectors", Set.of("core", "weights")),
          Map.entry("model", Set.of("weights")),
          Map.entry("sam", Set.of("core", "weights", "prompt", "decoder", "families", "detectors")),
          Map.entry("formats", Set.of("core", "prompt", "detectors", "sam")),
          Map.entry(
              "cli",
              Set.of("core", "weights", "prompt", "families", "detectors", "sam", "formats")),
          Map.entry("examples", Set.of("core", "prompt", "sam", "formats")));

  /** The facade is the root package and its internals. */
  private static String part(JavaClass type) {
    String name = type.getPackageName();
    if (!name.equals(ROOT) && !name.startsWith(ROOT + ".")) {
      return "";
    }
    String rest = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    String first = rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    return first.isEmpty() || first.equals("internal") ? "sam" : first;
  }

  @Test
  void dependenciesPointOneWay() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String from = part(type);
      assertThat(KNOWS).as("the part of %s", type.getName()).containsKey(from);
      type.getDirectDependenciesFromSelf()
          .forEach(
              dependency -> {
                String to = part(dependency.getTargetClass());
                if (!to.isEmpty()
                    && !to.equals(from)
                    && !KNOWS.getOrDefault(from, Set.of()).contains(to)) {
                  wrong.add(from + " knows " + to + ": " + dependency.getDescription());
                }
              });
    }
    assertThat(wrong).isEmpty();
  }

  /** The registry finds families, detectors and formats by their services' lines alone. */
  @Test
  void nobodyNamesAFamilyOutsideItsPackage() {
    for (String door : List.of(ROOT + ".families.", ROOT + ".detectors.owl")) {
      Set<String> packages = new TreeSet<>();
      for (JavaClass type : CLASSES) {
        if (type.getPackageName().startsWith(door)) {
          packages.add(type.getPackageName());
        }
      }
      assertThat(packages).as("packages of %s", door).isNotEmpty();
      for (String own : packages) {
        noClasses()
            .that()
            .resideOutsideOfPackage(own + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(own + "..")
            .check(CLASSES);
      }
    }
  }

  @Test
  void onlyThePortableEngineKnowsNd4j() {
    onlyIn(ROOT + ".nd4j..", "org.nd4j..");
  }

  @Test
  void onlyTheCpuEngineKnowsOneDnnAndTheVectorApi() {
    onlyIn(ROOT + ".cpu.onednn..", "org.bytedeco.dnnl..");
    onlyIn(ROOT + ".cpu..", "jdk.incubator..");
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

  /** Every package by itself, the facade's and those within others too. */
  @Test
  void packagesHaveNoCycles() {
    SliceAssignment eachPackage =
        new SliceAssignment() {
          @Override
          public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(ROOT)
                ? SliceIdentifier.of(type.getPackageName())
                : SliceIdentifier.ignore();
          }

          @Override
          public String getDescription() {
            return "packages";
          }
        };
    slices().assignedFrom(eachPackage).should().beFreeOfCycles().check(CLASSES);
  }

  /** Save a record's own constructor: such a record has a builder. */
  @Test
  void nothingTakesMoreThanEightParameters() {
    List<String> tooLong = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      for (JavaCodeUnit code : type.getCodeUnits()) {
        boolean made = code.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean ofRecord = type.isRecord() && code.isConstructor();
        if (!made && !ofRecord && code.getRawParameterTypes().size() > 8) {
          tooLong.add(code.getFullName());
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noMoreThanFourFilesOfAPackageNameEachOther() {
    Map<String, Set<String>> files = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      String file = file(type);
      Set<String> known = files.computeIfAbsent(file, key -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass())
          .filter(target -> target.getPackageName().equals(type.getPackageName()))
          .map(ArchitectureTest::file)
          .filter(target -> !target.equals(file))
          .forEach(known::add);
    }
    List<Set<String>> balls = Loops.of(files).stream().filter(loop -> loop.size() > 4).toList();
    assertThat(balls).isEmpty();
  }

  /** The outermost class, which gives its file the name. */
  private static String file(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    int nested = name.indexOf('$');
    return nested < 0 ? name : name.substring(0, nested);
  }
}
