package io.github.sam4j.encoder.vit;

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
import io.github.sam4j.encoder.Neck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ImageEncoderViTTest {
  private static final VitShapes SHAPES = new VitShapes(5, 4, 12, 3, 2, 6, 20, 7);
  private static final FakeParameters SMALL = SHAPES.tables(2, 5, List.of(1));
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
  void windowsThatDoNotDivideTheMap() {
    check(SMALL);
  }

  @Test
  void windowLargerThanTheMap() {
    check(SHAPES.tables(7, 8, List.of(2)));
  }

  @Test
  void stretchedTables() {
    check(SHAPES.tables(2, 4, List.of(0, 1)));
    check(SHAPES.tables(2, 9, List.of(0)));
  }

  /** What segment-anything runs of a checkpoint whose pos_embed alone was made for this map. */
  @Test
  void tablesKeptFromAnotherInput() {
    checkWindows(SHAPES.tables(3, 8, List.of(1, 2)), 3, 5, 5);
    checkWindows(SHAPES.tables(3, 4, List.of(1, 2)), 3, 5, 5);
    checkWindows(SHAPES.tables(7, 5, List.of(2)), 7, 7, 5);
    checkWindows(SHAPES.tables(7, 9, List.of(2)), 7, 7, 5);
  }

  private static void checkWindows(FakeParameters parameters, int... windows) {
    List<Integer> expected = Arrays.stream(windows).boxed().toList();
    assertThat(VitConfig.infer(parameters).blocks())
        .extracting(BlockConfig::window)
        .isEqualTo(expected);
    check(parameters);
  }

  @Test
  void attentionNarrowerThanTheMap() {
    check(new VitShapes(5, 4, 12, 2, 3, 3, 11, 7).tables(3, 5, List.of(1)));
  }

  @Test
  void withoutOptionalTensors() {
    check(SMALL.without("pos_embed", "blocks.0.attn.qkv.bias", "blocks.1.attn.qkv.bias"));
  }

  @Test
  void withoutRelativePositions() {
    FakeParameters plain = new VitShapes(3, 4, 64, 1, 1, 64, 20, 7).tables(3, 3, List.of());
    check(plain.without("blocks.0.attn.rel_pos_h", "blocks.0.attn.rel_pos_w"));
  }

  private static void check(FakeParameters parameters) {
    VitConfig config = VitConfig.infer(parameters);
    ImageEncoderViT encoder = new ImageEncoderViT(engine, parameters, config);
    assertThat(encoder.config()).isEqualTo(config);
    EncoderCheck.against(encoder, engine, new NaiveViT(parameters, config)::encode);
  }

  @Test
  void listenersSeeEachBlock() {
    VitConfig config = VitConfig.infer(SMALL);
    ImageEncoderViT encoder = new ImageEncoderViT(engine, SMALL, config);
    int size = config.inputSize();
    try (Operators ops = engine.operators()) {
      Tensor input = ops.tensor(EncoderCheck.pixels(size), size, size, 3);
      List<float[]> seen = new ArrayList<>();
      Tensor embedding =
          encoder
              .encode(
                  ops,
                  input,
                  (index, map) -> {
                    assertThat(index).isEqualTo(seen.size());
                    seen.add(map.toArray());
                  })
              .embedding();
      assertThat(embedding.toArray()).isEqualTo(encoder.encode(ops, input).embedding().toArray());
      assertThat(seen).hasSameSizeAs(config.blocks());
      // An encoder that ends with the block has its map before the neck.
      Neck neck = new Neck(engine, SMALL.under("neck"), config.dim(), config.channels());
      for (int i = 0; i < seen.size(); i++) {
        VitConfig shorter =
            new VitConfig(
                size,
                config.patchSize(),
                config.dim(),
                config.channels(),
                config.positionEmbedding(),
                config.blocks().subList(0, i + 1));
        Tensor map = ops.tensor(seen.get(i), config.grid(), config.grid(), config.dim());
        assertThat(neck.apply(ops, map).toArray())
            .isEqualTo(
                new ImageEncoderViT(engine, SMALL, shorter)
                    .encode(ops, input)
                    .embedding()
                    .toArray());
      }
    }
  }

  /** The expected values are those of PyTorch's interpolate(mode="linear"). */
  @Test
  void stretching() {
    float[] table = {1, 10, 2, -3, 4, 5, 0.5f, 7, 3, 1};
    assertThat(RelativePosition.stretch(table, 5, 7, 2))
        .containsExactly(
            new float[] {
              1.0000000f,
              10.0000000f,
              1.5714285f,
              2.5714283f,
              2.5714288f,
              -0.7142849f,
              4.0000000f,
              5.0000000f,
              1.4999995f,
              6.4285717f,
              1.5714287f,
              4.428571f,
              3.0000000f,
              1.0000000f
            },
            Offset.offset(1e-6f));
    assertThat(RelativePosition.stretch(table, 5, 3, 2))
        .containsExactly(
            new float[] {1.3333333f, 5.6666670f, 4.0000000f, 5.0000000f, 2.1666663f, 3.0000010f},
            Offset.offset(1e-6f));
    assertThat(RelativePosition.stretch(table, 5, 5, 2)).isEqualTo(table);
  }

  @Test
  void otherShapesThanTheConfigurationSays() {
    VitConfig config = VitConfig.infer(SMALL);
    assertThatThrownBy(
            () -> new ImageEncoderViT(engine, SMALL.with("blocks.2.mlp.lin2.bias", 13), config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("lin2.bias': expected shape [12], found shape [13]");
    assertThatThrownBy(
            () -> new ImageEncoderViT(engine, SMALL.with("blocks.0.attn.rel_pos_w", 3, 5), config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("rel_pos_w': expected shape [*, 6], found shape [3, 5]");
    assertThatThrownBy(() -> new ImageEncoderViT(engine, SMALL.without("neck.3.bias"), config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'neck.3.bias': expected a tensor, found none");
  }

  @Test
  void pixelsOfAnotherShape() {
    ImageEncoderViT encoder = new ImageEncoderViT(engine, SMALL, VitConfig.infer(SMALL));
    try (Operators ops = engine.operators()) {
      Tensor pixels = ops.empty(20, 16, 3);
      assertThatThrownBy(() -> encoder.encode(ops, pixels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pixels must have shape [20, 20, 3], found Tensor[20, 16, 3]");
    }
  }
}
