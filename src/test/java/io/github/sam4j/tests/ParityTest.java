package io.github.sam4j.tests;

import io.github.sam4j.Sam;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** The same masks as the reference from the same checkpoint, picture and prompt: small models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTest {
  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  @TestFactory
  Stream<DynamicNode> segmentAnythingFromPth() {
    return onBothEngines(
        "sam1-tiny", () -> Sam.load(Goldens.small("sam1-tiny").resolve("checkpoint.pth")));
  }

  @TestFactory
  Stream<DynamicNode> segmentAnythingFromSafetensors() {
    return onBothEngines(
        "sam1-tiny", () -> Sam.load(Goldens.small("sam1-tiny").resolve("checkpoint.safetensors")));
  }

  @TestFactory
  Stream<DynamicNode> bundledModel() {
    return onBothEngines("sam4j-2", Sam::bundled);
  }

  /** The bundled model's family with other widths, kernels and an input of another size. */
  @TestFactory
  Stream<DynamicNode> bundledModelsFamily() {
    return onBothEngines(
        "sam4j-2-tiny",
        () -> Sam.load(Goldens.small("sam4j-2-tiny").resolve("checkpoint.safetensors")));
  }

  private Stream<DynamicNode> onBothEngines(String name, Callable<Sam> load) {
    Path folder = Goldens.small(name);
    return Stream.of(EngineUnderTest.values()).map(engine -> container(folder, engine, load));
  }

  private DynamicNode container(Path folder, EngineUnderTest engine, Callable<Sam> load) {
    try {
      Sam sam = engine.load(load);
      open.add(sam);
      return DynamicContainer.dynamicContainer(
          engine.toString(), new PredictorCases(folder, sam).tests());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
