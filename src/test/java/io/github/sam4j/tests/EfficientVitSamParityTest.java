package io.github.sam4j.tests;

import io.github.sam4j.Sam;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.ResizeLongestSide;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.efficientvit.EfficientViT;
import io.github.sam4j.encoder.efficientvit.EfficientVitConfig;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.naming.NameTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** EfficientViT-SAM's authors' code against the library: small models of either layout. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EfficientVitSamParityTest {
  private static final double STAGES = 1e-4;
  private static final String FIVE_STAGES = "efficientvit-sam-tiny";
  private static final String SIX_STAGES = "efficientvit-sam-xl-tiny";

  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  /** Pictures go in at half the side of the prompts' square. */
  @TestFactory
  Stream<DynamicNode> fiveStages() {
    return predictor(FIVE_STAGES);
  }

  @TestFactory
  Stream<DynamicNode> sixStages() {
    return predictor(SIX_STAGES);
  }

  private Stream<DynamicNode> predictor(String name) {
    Path folder = Goldens.small(name);
    return Stream.of(EngineUnderTest.values())
        .map(
            engine -> {
              try {
                Sam sam = engine.load(() -> Sam.load(folder.resolve("checkpoint.safetensors")));
                open.add(sam);
                return DynamicContainer.dynamicContainer(
                    engine.toString(), new PredictorCases(folder, sam).tests());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  @TestFactory
  Stream<DynamicNode> stages() {
    return Stream.of(FIVE_STAGES, SIX_STAGES)
        .flatMap(
            name ->
                Stream.of(EngineUnderTest.values())
                    .map(
                        engine ->
                            DynamicTest.dynamicTest(
                                name + " on " + engine, () -> stages(name, engine))));
  }

  private static void stages(String name, EngineUnderTest on) throws IOException {
    Path folder = Goldens.small(name);
    Json image = Json.read(folder.resolve("expected.json")).get("images").list().get(0);
    SamImage picture = SamImage.read(folder.resolve(image.get("file").text()));
    Map<Integer, Tensor> maps = new TreeMap<>();
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("checkpoint.safetensors"));
        Engine engine =
            Engines.create(on.name().toLowerCase(Locale.ROOT), EngineOptions.defaults());
        Operators ops = engine.operators()) {
      Parameters weights = checkpoint.renamed(NameTable.unchanged()).under("image_encoder");
      EfficientVitConfig config = EfficientVitConfig.infer(weights, checkpoint.metadata());
      EfficientViT encoder = new EfficientViT(engine, weights, config);
      int side = config.inputSize();
      float[] pixels = new ResizeLongestSide(side, Normalization.IMAGENET_255).pixels(picture);
      // Listeners copy into what was made before the encoder opened its frames.
      for (int i = 0; i < config.stages().size(); i++) {
        int cells = config.side(i);
        maps.put(i, ops.empty(cells, cells, config.stages().get(i).channels()));
      }
      encoder.encode(
          ops, ops.tensor(pixels, side, side, 3), (i, map) -> ops.copy(maps.get(i), map));
      for (int i = 1; i < config.stages().size(); i++) {
        Json recorded = image.get("arrays").get("stage" + i);
        stage(folder, recorded, maps.get(i));
      }
    }
  }

  private static void stage(Path folder, Json recorded, Tensor map) throws IOException {
    int side = map.dim(0);
    int channels = map.dim(2);
    float[] planes = map.swap(0, 2).swap(1, 2).toArray();
    String file = recorded.get("file").text();
    Closeness.of(
            Grids.subsample(planes, channels, side, recorded.get("step").integer()),
            Npy.read(folder.resolve(file)).values())
        .within(file, STAGES);
  }
}
