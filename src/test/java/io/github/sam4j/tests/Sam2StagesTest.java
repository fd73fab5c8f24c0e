package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.image.SquashAntialiased;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.hiera.FpnNeck;
import io.github.sam4j.encoder.hiera.HieraConfig;
import io.github.sam4j.encoder.hiera.HieraImageEncoder;
import io.github.sam4j.families.Families;
import io.github.sam4j.weights.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the trunk of SAM 2 gives inside, where the embedding would hide what is wrong. */
class Sam2StagesTest {
  private static final Path FOLDER = Goldens.small("sam2-tiny");

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void tokensAndStages(String name) throws Exception {
    Json image = Json.read(FOLDER.resolve("expected.json")).get("images").list().get(0);
    SamImage picture = SamImage.read(FOLDER.resolve(image.get("file").text()));
    try (Checkpoint checkpoint = Checkpoint.open(FOLDER.resolve("checkpoint.pt"));
        Engine engine = Engines.create(name, EngineOptions.defaults());
        Operators ops = engine.operators()) {
      Parameters weights = checkpoint.renamed(Families.recognise(checkpoint).names());
      HieraImageEncoder encoder = encoder(engine, weights, checkpoint);
      InputTransform input = new SquashAntialiased(encoder.inputSize(), Normalization.IMAGENET_255);
      Tensor pixels = ops.tensor(input.pixels(picture), input.side(), input.side(), 3);
      List<String> names = List.of("tokens", "stage1", "stage2", "stage3", "stage4");
      List<Integer> seen = new ArrayList<>();
      encoder.encode(
          ops,
          pixels,
          (index, map) -> {
            assertThat(index).isEqualTo(seen.size());
            seen.add(index);
            check(image.get("arrays").get(names.get(index)), names.get(index), map);
          });
      assertThat(seen).hasSize(names.size());
    }
  }

  private static HieraImageEncoder encoder(Engine engine, Parameters weights, Checkpoint checkpoint)
      throws Exception {
    Parameters image = weights.under("image_encoder");
    HieraConfig config = HieraConfig.infer(image, checkpoint.config().orElseThrow());
    FpnNeck neck =
        FpnNeck.load(
            engine,
            config,
            image.under("neck"),
            weights.under("mask_decoder"),
            weights.values("no_mem_embed"));
    return new HieraImageEncoder(engine, image, config, neck);
  }

  private static void check(Json recorded, String name, Tensor map) {
    int side = map.dim(0);
    int channels = map.dim(2);
    float[] cells = map.toArray();
    float[] planes = new float[cells.length];
    for (int i = 0; i < side * side; i++) {
      for (int c = 0; c < channels; c++) {
        planes[c * side * side + i] = cells[i * channels + c];
      }
    }
    try {
      Closeness.of(
              Grids.subsample(planes, channels, side, recorded.get("step").integer()),
              Npy.read(FOLDER.resolve(recorded.get("file").text())).values())
          .within(name, PredictorCases.EMBEDDING)
          .cosineAbove(0.99999);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }
}
