package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
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
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.naming.NameTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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

  /** Of a torch.save, too, which says nothing of the sizes. */
  @TestFactory
  Stream<DynamicNode> stages() {
    return Stream.of(FIVE_STAGES, SIX_STAGES)
        .flatMap(
            name ->
                Stream.of("checkpoint.safetensors", "checkpoint.pt")
                    .flatMap(file -> stages(Goldens.small(name), file)));
  }

  private static Stream<DynamicNode> stages(Path folder, String file) {
    return Stream.of(EngineUnderTest.values())
        .map(
            engine ->
                DynamicTest.dynamicTest(
                    "%s %s on %s".formatted(folder.getFileName(), file, engine),
                    () -> stages(folder, file, engine)));
  }

  private static void stages(Path folder, String file, EngineUnderTest on) throws IOException {
    Json image = Json.read(folder.resolve("expected.json")).get("images").list().get(0);
    SamImage picture = SamImage.read(folder.resolve(image.get("file").text()));
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve(file));
        Engine engine =
            Engines.create(on.name().toLowerCase(Locale.ROOT), EngineOptions.defaults());
        Operators ops = engine.operators()) {
      Parameters weights = checkpoint.renamed(NameTable.unchanged()).under("image_encoder");
      EfficientVitConfig config = EfficientVitConfig.infer(weights, sizes(folder));
      EfficientViT encoder = new EfficientViT(engine, weights, config);
      int side = config.inputSize();
      float[] pixels = new ResizeLongestSide(side, Normalization.IMAGENET_255).pixels(picture);
      // Listeners copy into what was made before the encoder opened its frames.
      List<Tensor> maps = new ArrayList<>();
      for (int i = 0; i < config.stages().size(); i++) {
        int cells = config.side(i);
        maps.add(ops.empty(cells, cells, config.stages().get(i).channels()));
      }
      encoder.encode(
          ops, ops.tensor(pixels, side, side, 3), (i, map) -> ops.copy(maps.get(i), map));
      Json arrays = image.get("arrays");
      // The first stage was not recorded.
      for (int i = 1; i < config.stages().size(); i++) {
        stage(folder, arrays.get("stage" + i), maps.get(i));
      }
    }
  }

  private static Map<String, String> sizes(Path folder) throws IOException {
    Json sizes = Json.read(folder.resolve("expected.json")).get("sizes");
    return Map.of(
        "image_size", Integer.toString(sizes.get("image").integer()),
        "prompt_size", Integer.toString(sizes.get("prompts").integer()));
  }

  /** A file that says nothing of its sizes has the published ones. */
  @Test
  void aPlainFileOnItsPublishedSize() throws Exception {
    Path folder = Goldens.small(FIVE_STAGES);
    try (Sam sam = EngineUnderTest.CPU.load(() -> Sam.load(folder.resolve("checkpoint.pt")))) {
      assertThat(sam.info().family()).isEqualTo("EfficientViT-SAM");
      ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve("image0.png")));
      assertThat(photo.geometry().inputSize()).isEqualTo(512);
      assertThat(photo.grid()).isEqualTo(64);
      Mask mask = photo.segment(Prompt.point(60, 50)).get(0);
      assertThat(mask.bits().size()).isEqualTo(photo.imageSize());
    }
  }

  @Test
  void savedEmbeddingsGiveTheSameMasks(@TempDir Path temporary) throws Exception {
    Path folder = Goldens.small(FIVE_STAGES);
    Path file = temporary.resolve("photo.embedding");
    try (Sam sam =
        EngineUnderTest.CPU.load(() -> Sam.load(folder.resolve("checkpoint.safetensors")))) {
      ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve("image0.png")));
      photo.save(file);
      ImageEmbedding again = sam.loadEmbedding(file);
      assertThat(again.geometry()).isEqualTo(photo.geometry());
      List<Mask> expected = photo.segment(Prompt.point(60, 50));
      List<Mask> found = again.segment(Prompt.point(60, 50));
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).bits()).isEqualTo(expected.get(i).bits());
        assertThat(found.get(i).score()).isEqualTo(expected.get(i).score());
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
