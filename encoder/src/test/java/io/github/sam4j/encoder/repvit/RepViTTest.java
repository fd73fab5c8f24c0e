package io.github.sam4j.encoder.repvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.EncoderCheck;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.FoldedConvolution;
import io.github.sam4j.encoder.Naive;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The encoder of folded branches against the published blocks computed one branch at a time. */
class RepViTTest {
  private static final int[] WIDTHS = {6, 10, 9, 14};
  private static final int[] DEPTHS = {3, 2, 4, 1};
  private static final FakeParameters FUSED = new RepVitShapes(WIDTHS, DEPTHS, 7, 5).parameters();
  private static final FakeParameters PLAIN = new RepVitShapes(WIDTHS, DEPTHS, 0, 5).parameters();
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void fusedStages() {
    check(FUSED);
  }

  /** The last stage keeps the map's side, whatever its widths are. */
  @Test
  void theLastStageAlone() {
    check(PLAIN);
  }

  @Test
  void squeezeAndExcitationWhereABlockLeadsOn() {
    check(
        FUSED
            .with("features.4.token_mixer.1.fc1.weight", 3, 6, 1, 1)
            .with("features.4.token_mixer.1.fc1.bias", 3)
            .with("features.4.token_mixer.1.fc2.weight", 6, 3, 1, 1)
            .with("features.4.token_mixer.1.fc2.bias", 6));
  }

  private static void check(FakeParameters parameters) {
    RepViTConfig config = infer(parameters);
    RepViT encoder = new RepViT(engine, parameters, config);
    assertThat(encoder.inputSize()).isEqualTo(64);
    assertThat(encoder.grid()).isEqualTo(4);
    assertThat(encoder.channels()).isEqualTo(5);
    assertThat(encoder.config()).isEqualTo(config);
    EncoderCheck.against(encoder, engine, new NaiveRepViT(parameters)::encode);
  }

  private static RepViTConfig infer(Parameters parameters) {
    return RepViTConfig.infer(parameters, Map.of("image_size", "64"));
  }

  @Test
  void listenersSeeEachStage() {
    RepViT encoder = new RepViT(engine, PLAIN, infer(PLAIN));
    float[] pixels = EncoderCheck.pixels(64);
    List<double[][][]> expected = new NaiveRepViT(PLAIN).stages(Naive.unflatten(pixels, 64, 3));
    try (Operators ops = engine.operators()) {
      List<float[]> seen = new ArrayList<>();
      encoder.encode(
          ops,
          ops.tensor(pixels, 64, 64, 3),
          (index, map) -> {
            assertThat(index).isEqualTo(seen.size());
            int side = expected.get(index).length;
            assertThat(map.shape()).containsExactly(side, side, WIDTHS[index]);
            seen.add(map.toArray());
          });
      assertThat(seen).hasSameSizeAs(expected);
      for (int i = 0; i < seen.size(); i++) {
        closeByTheLargest(seen.get(i), Naive.flatten(expected.get(i)));
      }
    }
  }

  /** Nothing normalises a stage's map: its values grow from block to block. */
  private static void closeByTheLargest(float[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    float[] scaled = new float[found.length];
    for (int i = 0; i < found.length; i++) {
      scaled[i] = (float) (found[i] / largest);
    }
    EncoderCheck.close(scaled, Arrays.stream(expected).map(value -> value / largest).toArray());
  }

  @Test
  void threeBranchesAreOneConvolution() {
    for (FakeParameters parameters : List.of(FUSED, PLAIN)) {
      Parameters mixer = parameters.under("features.1.token_mixer.0");
      FoldedConvolution folded = RepVggDw.fold(mixer, 6);
      float[] map = new float[8 * 8 * 6];
      System.arraycopy(EncoderCheck.pixels(12), 0, map, 0, map.length);
      double[][][] expected = NaiveRepViT.branches(mixer, Naive.unflatten(map, 8, 6));
      try (Operators ops = engine.operators()) {
        Tensor found =
            ops.convolution(ops.tensor(map, 1, 8, 8, 6), folded.pack(engine), Activation.NONE);
        EncoderCheck.close(found.toArray(), Naive.flatten(expected));
      }
    }
  }

  @Test
  void otherShapesThanTheConfigurationSays() {
    assertFails(
        PLAIN.with("features.1.token_mixer.0.conv1.weight", 6, 1, 3, 3),
        "'features.1.token_mixer.0.conv1.weight': expected shape [6, 1, 1, 1], found");
    assertFails(
        FUSED.without("features.2.token_mixer.0.conv1.bn.running_var"),
        "'features.2.token_mixer.0.conv1.bn.running_var': expected a tensor, found none");
    assertFails(
        PLAIN.without("features.2.token_mixer.0.bn.weight"),
        "'features.2.token_mixer.0.bn.weight': expected a tensor, found none");
    assertFails(
        FUSED.with("features.1.token_mixer.1.fc2.weight", 6, 7, 1, 1),
        "'features.1.token_mixer.1.fc2.weight': expected shape [6, 8, 1, 1], found");
    assertFails(
        FUSED.with("features.3.channel_mixer.m.2.c.weight", 6, 11, 1, 1),
        "'features.3.channel_mixer.m.2.c.weight': expected shape [6, 12, 1, 1], found");
  }

  private static void assertFails(FakeParameters parameters, String message) {
    RepViTConfig config = infer(parameters);
    assertThatThrownBy(() -> new RepViT(engine, parameters, config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void pixelsOfAnotherShape() {
    RepViT encoder = new RepViT(engine, PLAIN, infer(PLAIN));
    try (Operators ops = engine.operators()) {
      Tensor pixels = ops.empty(3, 64, 64);
      assertThatThrownBy(() -> encoder.encode(ops, pixels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pixels must have shape [64, 64, 3], found Tensor[3, 64, 64]");
    }
  }
}
