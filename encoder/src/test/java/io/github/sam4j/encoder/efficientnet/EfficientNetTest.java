package io.github.sam4j.encoder.efficientnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.EncoderCheck;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.Naive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EfficientNetTest {
  private static final FakeParameters SMALL = EfficientNetShapes.SMALL.parameters();
  private static final int[] STRIDES = {1, 2, 1, 2, 1, 2, 2, 1};
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static EfficientNet encoder() {
    return new EfficientNet(
        engine, SMALL, EfficientNetConfig.infer(SMALL, EfficientNetShapes.METADATA));
  }

  @Test
  void sizesFromNamesShapesAndMetadata() {
    EfficientNetConfig config = EfficientNetConfig.infer(SMALL, EfficientNetShapes.METADATA);
    assertThat(config.blocks()).hasSize(8);
    assertThat(config.blocks().get(0)).isEqualTo(new BlockConfig(6, 6, 5, 3, 1, false));
    assertThat(config.blocks().get(2)).isEqualTo(new BlockConfig(7, 14, 7, 5, 1, true));
    assertThat(config.blocks().get(2).residual()).isTrue();
    assertThat(config.blocks().get(3).residual()).isFalse();
    assertThat(List.of(config.lastAt(4), config.lastAt(8), config.lastAt(16), config.lastAt(32)))
        .containsExactly(2, 4, 5, 7);
    assertThat(config.grid()).isEqualTo(4);
    assertThat(encoder().maps())
        .containsExactly(
            new MapShape(FeatureMaps.EMBEDDING, 4, 4, 16),
            new MapShape(FeatureMaps.HIGH_RESOLUTION_0, 16, 16, 2),
            new MapShape(FeatureMaps.HIGH_RESOLUTION_1, 8, 8, 4));
  }

  @Test
  void embeddingsAreTheRecipes() {
    EncoderCheck.against(encoder(), engine, new NaiveEfficientNet(SMALL, STRIDES)::encode);
  }

  @Test
  void finerFeaturesAreTheRecipes() {
    float[] pixels = EncoderCheck.pixels(64);
    NaiveEfficientNet naive = new NaiveEfficientNet(SMALL, STRIDES);
    naive.encode(Naive.unflatten(pixels, 64, 3));
    try (Operators ops = engine.operators()) {
      FeatureMaps maps = encoder().encode(ops, ops.tensor(pixels, 64, 64, 3));
      EncoderCheck.close(
          maps.map(FeatureMaps.HIGH_RESOLUTION_0).toArray(), Naive.flatten(naive.finer(4)));
      EncoderCheck.close(
          maps.map(FeatureMaps.HIGH_RESOLUTION_1).toArray(), Naive.flatten(naive.finer(8)));
    }
  }

  @Test
  void pixelsOfAnotherShape() {
    try (Operators ops = engine.operators()) {
      Tensor pixels = ops.empty(3, 64, 64);
      assertThatThrownBy(() -> encoder().encode(ops, pixels))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("pixels must have shape [64, 64, 3], found Tensor[3, 64, 64]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image_size | 48 | a multiple of 32",
        "image_size | large | a multiple of 32",
        "block_strides | [1, 2, 1, 2] | 8 numbers, four of them 2",
        "block_strides | [1, 2, 1, 2, 1, 2, 1, 1] | 8 numbers, four of them 2",
        "block_strides | [1, 2, 1, 2, 1, 2, 2, 3] | 8 numbers, four of them 2",
        "block_strides | no list | 8 numbers, four of them 2",
      })
  void metadataThatCannotBe(String key, String value, String expected) {
    Map<String, String> metadata = new HashMap<>(EfficientNetShapes.METADATA);
    metadata.put(key, value);
    assertThatThrownBy(() -> EfficientNetConfig.infer(SMALL, metadata))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContainingAll("fake", key, expected, "'" + value + "'");
    metadata.remove(key);
    assertThatThrownBy(() -> EfficientNetConfig.infer(SMALL, metadata))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContainingAll(key, "found ''");
  }

  @Test
  void foreignShapes() {
    assertFails(SMALL.without("stem.weight"), "'stem.weight': expected a tensor");
    assertFails(SMALL.with("blocks.3.depthwise.weight", 14, 1, 4, 4), "square filters of odd side");
    assertFails(
        SMALL.with("blocks.3.project.weight", 9, 15, 1, 1),
        "'blocks.3.project.weight': expected shape [*, 14, 1, 1], found shape [9, 15, 1, 1]");
    assertFails(SMALL.without("blocks.4.depthwise.weight"), "'blocks.4.depthwise.weight'");
    assertFails(SMALL.without("lateral8.weight"), "'lateral8.weight'");
    assertFails(SMALL.without("norm.bias"), "'norm.bias'");
  }

  private static void assertFails(FakeParameters parameters, String message) {
    assertThatThrownBy(
            () ->
                new EfficientNet(
                    engine,
                    parameters,
                    EfficientNetConfig.infer(parameters, EfficientNetShapes.METADATA)))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }
}
