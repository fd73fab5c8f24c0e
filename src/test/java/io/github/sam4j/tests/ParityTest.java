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
  private static final double AMPLIFIED = 2e-3;

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

  /**
   * The bundled model's family with other widths, kernels and an input of another size. Its random
   * weights amplify rounding: the reference's own logits are up to 4e-4 off those in double, though
   * its embedding is exact to 3e-6.
   */
  @TestFactory
  Stream<DynamicNode> bundledModelsFamily() {
    Path folder = Goldens.small("sam4j-2-tiny");
    return onBothEngines(
        folder, () -> Sam.load(folder.resolve("checkpoint.safetensors")), AMPLIFIED);
  }

  private Stream<DynamicNode> onBothEngines(String name, Callable<Sam> load) {
    return onBothEngines(Goldens.small(name), load, PredictorCases.LOGITS);
  }

  private Stream<DynamicNode> onBothEngines(Path folder, Callable<Sam> load, double bar) {
    return Stream.of(EngineUnderTest.values()).map(engine -> container(folder, engine, load, bar));
  }

  private DynamicNode container(
      Path folder, EngineUnderTest engine, Callable<Sam> load, double bar) {
    try {
      Sam sam = engine.load(load);
      open.add(sam);
      return DynamicContainer.dynamicContainer(
          engine.toString(), new PredictorCases(folder, sam, bar).tests());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
