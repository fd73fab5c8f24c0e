package io.github.sam4j.encoder.efficientvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.EncoderCheck;
import io.github.sam4j.encoder.FakeParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the reference outputs do not show; those are held against it in the parity tests. */
class EfficientViTTest {
  private static final FakeParameters SMALL = EfficientVitShapes.SMALL.parameters();
  private static final Map<String, String> SIZES = Map.of("image_size", "64", "prompt_size", "112");
  private static Engine engine;

  @BeforeAll
  static void open() {
    engine = Engines.create("portable", EngineOptions.defaults());
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static EfficientViT encoder(FakeParameters parameters) {
    return new EfficientViT(engine, parameters, EfficientVitConfig.infer(parameters, SIZES));
  }

  /** Blocks write over the maps that they are given, but not over the caller's. */
  @Test
  void pixelsStayAndRunsAgree() {
    EfficientViT encoder = encoder(SMALL);
    float[] pixels = EncoderCheck.pixels(64);
    try (Operators ops = engine.operators()) {
      Tensor input = ops.tensor(pixels, 64, 64, 3);
      Tensor first = encoder.encode(ops, input).embedding();
      assertThat(first.shape()).containsExactly(7, 7, 12);
      float[] second = encoder.encode(ops, input).embedding().toArray();
      assertThat(second).isEqualTo(first.toArray()).doesNotContain(Float.NaN);
      assertThat(input.toArray()).isEqualTo(pixels);
    }
  }

  @Test
  void listenersAreToldOfEachStage() {
    EfficientViT encoder = encoder(SMALL);
    List<int[]> shapes = new ArrayList<>();
    try (Operators ops = engine.operators()) {
      Tensor input = ops.tensor(EncoderCheck.pixels(64), 64, 64, 3);
      encoder.encode(
          ops,
          input,
          (index, map) -> {
            assertThat(index).isEqualTo(shapes.size());
            shapes.add(map.shape());
          });
    }
    assertThat(shapes)
        .containsExactly(
            new int[] {32, 32, 4},
            new int[] {16, 16, 6},
            new int[] {8, 8, 6},
            new int[] {4, 4, 8},
            new int[] {2, 2, 10});
  }

  @Test
  void pixelsOfAnotherSize() {
    EfficientViT encoder = encoder(SMALL);
    try (Operators ops = engine.operators()) {
      Tensor pixels = ops.empty(32, 32, 3);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoder.encode(ops, pixels))
          .withMessageContaining("[64, 64, 3]");
    }
  }

  @Test
  void damagedFiles() {
    assertFails("backbone.stages.0.op_list.0.norm.running_var");
    assertFails("backbone.stages.1.op_list.0.main.spatial_conv.norm.weight");
    assertFails("backbone.stages.3.op_list.1.main.depth_conv.conv.bias");
    assertFails("backbone.stages.4.op_list.2.context_module.main.proj.conv.weight");
    assertFails("neck.middle.op_list.1.main.point_conv.norm.running_mean");
    assertFails("neck.output_ops.0.op_list.0.conv.bias");
    assertFails("norm.weight");
  }

  private static void assertFails(String missing) {
    assertThatThrownBy(() -> encoder(SMALL.without(missing)))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'" + missing + "': expected a tensor, found none");
  }
}
