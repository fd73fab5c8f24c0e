package io.github.sam4j.encoder.tinyvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.EncoderCheck;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.Naive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TinyViTTest {
  private static final FakeParameters SMALL = small(new int[] {0, 3, 7, 2});
  private static Engine engine;

  /** At 64 pixels the maps are 16, 8, 4 and 4 cells wide. */
  private static FakeParameters small(int[] windows) {
    return new TinyVitShapes(
            new int[] {6, 8, 12, 10}, new int[] {2, 2, 1, 2}, new int[] {1, 2, 3, 1}, windows, 2, 5)
        .parameters();
  }

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void windowsThatDoNotDivideTheMapOrExceedIt() {
    check(SMALL);
  }

  @Test
  void windowsOfTheMapsOwnSize() {
    check(small(new int[] {0, 8, 4, 1}));
  }

  private static void check(FakeParameters parameters) {
    TinyVitConfig config = TinyVitConfig.infer(parameters, Map.of("image_size", "64"));
    TinyViT encoder = new TinyViT(engine, parameters, config);
    assertThat(encoder.inputSize()).isEqualTo(64);
    assertThat(encoder.grid()).isEqualTo(4);
    assertThat(encoder.channels()).isEqualTo(5);
    assertThat(encoder.config()).isEqualTo(config);
    EncoderCheck.against(encoder, engine, new NaiveTinyViT(parameters, config)::encode);
  }

  @Test
  void listenersSeeEachStageAfterItsMerge() {
    TinyVitConfig config = TinyVitConfig.infer(SMALL, Map.of("image_size", "64"));
    TinyViT encoder = new TinyViT(engine, SMALL, config);
    float[] pixels = EncoderCheck.pixels(64);
    List<double[][][]> expected =
        new NaiveTinyViT(SMALL, config).layers(Naive.unflatten(pixels, 64, 3));
    try (Operators ops = engine.operators()) {
      Tensor input = ops.tensor(pixels, 64, 64, 3);
      List<float[]> seen = new ArrayList<>();
      Tensor embedding =
          encoder
              .encode(
                  ops,
                  input,
                  (index, map) -> {
                    assertThat(index).isEqualTo(seen.size());
                    int side = expected.get(index).length;
                    assertThat(map.shape())
                        .containsExactly(side, side, expected.get(index)[0][0].length);
                    seen.add(map.toArray());
                  })
              .embedding();
      assertThat(seen).hasSameSizeAs(expected);
      for (int i = 0; i < seen.size(); i++) {
        EncoderCheck.close(seen.get(i), Naive.flatten(expected.get(i)));
      }
      assertThat(embedding.toArray()).isEqualTo(encoder.encode(ops, input).embedding().toArray());
    }
  }

  @Test
  void offsetsAreNumberedAsTheyAppear() {
    float[] biases = {0, 1, 2, 3, 10, 11, 12, 13};
    assertThat(Attention.table(biases, 2, 2))
        .containsExactly(
            0, 1, 2, 3, 1, 0, 3, 2, 2, 3, 0, 1, 3, 2, 1, 0, //
            10, 11, 12, 13, 11, 10, 13, 12, 12, 13, 10, 11, 13, 12, 11, 10);
  }

  @Test
  void headsAreSortedBehindParts() {
    float[] rows = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    assertThat(Attention.headsBehindParts(rows, 2, 2))
        .containsExactly(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11);
    assertThat(Attention.headsBehindParts(rows, 2, 1))
        .containsExactly(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11);
  }

  @Test
  void otherShapesThanTheConfigurationSays() {
    TinyVitConfig config = TinyVitConfig.infer(SMALL, Map.of("image_size", "64"));
    assertThatThrownBy(
            () ->
                new TinyViT(
                    engine, SMALL.with("layers.1.blocks.1.attn.attention_biases", 2, 16), config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("attention_biases': expected shape [2, 9], found shape [2, 16]");
    assertThatThrownBy(
            () ->
                new TinyViT(
                    engine, SMALL.without("layers.2.blocks.0.local_conv.bn.running_var"), config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'layers.2.blocks.0.local_conv.bn.running_var': expected a tensor");
  }

  @Test
  void pixelsOfAnotherShape() {
    TinyViT encoder =
        new TinyViT(engine, SMALL, TinyVitConfig.infer(SMALL, Map.of("image_size", "64")));
    try (Operators ops = engine.operators()) {
      Tensor pixels = ops.empty(3, 64, 64);
      assertThatThrownBy(() -> encoder.encode(ops, pixels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pixels must have shape [64, 64, 3], found Tensor[3, 64, 64]");
    }
  }
}
