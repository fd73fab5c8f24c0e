package io.github.sam4j.encoder.efficientvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Attention;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Bottleneck;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Fused;
import io.github.sam4j.encoder.efficientvit.BlockConfig.Residual;
import io.github.sam4j.encoder.efficientvit.EfficientVitConfig.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EfficientVitConfigTest {
  private static final String STAGES = "backbone.stages.";
  private static final FakeParameters L0 = EfficientVitShapes.L0.parameters();
  private static final FakeParameters XL0 = EfficientVitShapes.XL0.parameters();

  /** Bytes of a published file's tensors that lie outside the encoder: prompts and decoder. */
  private static final long OUTSIDE = 16_259_264;

  @Test
  void fiveStages() {
    EfficientVitConfig config = EfficientVitConfig.infer(L0, Map.of());
    assertThat(config.inputSize()).isEqualTo(512);
    assertThat(config.promptSize()).isEqualTo(1024);
    assertThat(config.grid()).isEqualTo(64);
    assertThat(List.of(config.side(0), config.side(2), config.side(4)))
        .containsExactly(256, 64, 16);
    Attention attention = new Attention(16, 32, 5, new Bottleneck(512, 3072, 512, 1));
    assertThat(config.stages())
        .containsExactly(
            new Stage(32, List.of(new Residual(32, 32))),
            new Stage(64, List.of(new Fused(32, 512, 64, 2), new Fused(64, 256, 64, 1))),
            new Stage(128, List.of(new Fused(64, 1024, 128, 2), new Fused(128, 512, 128, 1))),
            new Stage(
                256,
                List.of(
                    new Bottleneck(128, 2048, 256, 2),
                    new Bottleneck(256, 1024, 256, 1),
                    new Bottleneck(256, 1024, 256, 1),
                    new Bottleneck(256, 1024, 256, 1),
                    new Bottleneck(256, 1024, 256, 1))),
            new Stage(
                512,
                List.of(
                    new Bottleneck(256, 6144, 512, 2),
                    attention,
                    attention,
                    attention,
                    attention)));
    Fused middle = new Fused(256, 256, 256, 1);
    assertThat(config.neck())
        .isEqualTo(new EfficientVitConfig.Neck(256, List.of(middle, middle, middle, middle), 256));
  }

  @Test
  void sixStages() {
    EfficientVitConfig config = EfficientVitConfig.infer(XL0, Map.of());
    assertThat(config.inputSize()).isEqualTo(1024);
    assertThat(config.promptSize()).isEqualTo(1024);
    assertThat(config.stages())
        .extracting(Stage::channels)
        .containsExactly(32, 64, 128, 256, 512, 1024);
    assertThat(config.stages().get(0).blocks()).isEmpty();
    assertThat(config.stages().get(4).blocks())
        .hasSize(4)
        .contains(new Attention(16, 32, 3, new Bottleneck(512, 2048, 512, 1)));
    assertThat(config.stages().get(5).blocks())
        .hasSize(4)
        .contains(new Attention(32, 32, 3, new Bottleneck(1024, 6144, 1024, 1)));
    assertThat(config.neck().blocks()).hasSize(6).contains(new Fused(256, 1024, 256, 1));
  }

  /** What the published files hold tells that the shapes of these tests are theirs. */
  @Test
  void shapesArePublished() {
    assertThat(bytes(EfficientVitShapes.L0)).isEqualTo(139_264_352 - OUTSIDE);
    assertThat(bytes(EfficientVitShapes.L1)).isEqualTo(190_730_704 - OUTSIDE);
    assertThat(bytes(EfficientVitShapes.L2)).isEqualTo(245_489_248 - OUTSIDE);
    assertThat(bytes(EfficientVitShapes.XL0)).isEqualTo(468_047_264 - OUTSIDE);
    assertThat(bytes(EfficientVitShapes.XL1)).isEqualTo(813_764_272 - OUTSIDE);
  }

  private static long bytes(EfficientVitShapes shapes) {
    return shapes.parameters().shapes().values().stream()
        .mapToLong(shape -> shape.length == 0 ? Long.BYTES : Float.BYTES * Tensor.size(shape))
        .sum();
  }

  @Test
  void sizesThatTheFileStates() {
    EfficientVitConfig config =
        EfficientVitConfig.infer(
            EfficientVitShapes.SMALL.parameters(),
            Map.of("image_size", "96", "prompt_size", "112"));
    assertThat(config.inputSize()).isEqualTo(96);
    assertThat(config.promptSize()).isEqualTo(112);
    assertThat(config.grid()).isEqualTo(7);
    assertThat(config.side(4)).isEqualTo(3);
  }

  @Test
  void foreignInputSizes() {
    for (String size : new String[] {"", "wide", "1000", "0", "-32", "1600000000"}) {
      assertThatThrownBy(() -> EfficientVitConfig.infer(L0, Map.of("image_size", size)))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessage(
              "fake: expected metadata 'image_size' to be a multiple of 32 up to 16384, found '%s'",
              size);
    }
    assertThatThrownBy(() -> EfficientVitConfig.infer(L0, Map.of("prompt_size", "1000")))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessage(
            "fake: expected metadata 'prompt_size' to be a multiple of 16 up to 16384,"
                + " found '1000'");
  }

  @Test
  void foreignShapes() {
    assertFails(
        L0.without(STAGES + "0.op_list.0.conv.weight"),
        "'backbone.stages.0.op_list.0.conv.weight': expected a tensor, found none");
    assertFails(
        L0.with(STAGES + "0.op_list.0.conv.weight", 32, 1, 3, 3),
        "expected shape [*, 3, 3, 3], found shape [32, 1, 3, 3]");
    assertFails(
        L0.with(STAGES + "0.op_list.1.main.conv2.conv.weight", 32, 31, 3, 3),
        "'backbone.stages.0.op_list.1.main.conv2.conv.weight': expected shape [32, 32, 3, 3]");
    assertFails(
        L0.without(STAGES + "1.op_list.1.main.point_conv.conv.weight"),
        "'backbone.stages.1.op_list.1.main.point_conv.conv.weight': expected a tensor, found none");
    assertFails(
        L0.with(STAGES + "1.op_list.1.main.point_conv.conv.weight", 60, 256, 1, 1),
        "expected shape [64, 256, 1, 1], found shape [60, 256, 1, 1]");
    assertFails(
        L0.without(STAGES + "3.op_list.2.main.inverted_conv.conv.weight"),
        "'backbone.stages.3.op_list.2.main.inverted_conv.conv.weight': expected a tensor");
    assertFails(
        L0.with(STAGES + "3.op_list.0.main.depth_conv.conv.weight", 2048, 1, 5, 5),
        "expected shape [2048, 1, 3, 3], found shape [2048, 1, 5, 5]");
    assertFails(
        L0.with("neck.input_ops.2.op_list.0.conv.weight", 256, 512, 1, 1),
        "'neck.input_ops.2.op_list.0.conv.weight': expected shape [256, 128, 1, 1]");
    assertFails(
        L0.without("neck.output_ops.0.op_list.0.conv.weight"),
        "'neck.output_ops.0.op_list.0.conv.weight': expected a tensor, found none");
  }

  @Test
  void foreignAttention() {
    String context = STAGES + "4.op_list.3.context_module.main.";
    assertFails(
        L0.with(context + "qkv.conv.weight", 1536, 511, 1, 1),
        context + "qkv.conv.weight': expected shape [*, 512, 1, 1]");
    assertFails(
        L0.with(context + "aggreg.0.0.weight", 1536, 1, 4, 4),
        context + "aggreg.0.0.weight': expected square filters of odd side, found");
    assertFails(
        L0.with(context + "aggreg.0.1.weight", 1536, 30, 1, 1),
        context
            + "aggreg.0.1.weight': expected heads whose queries, keys and values make up 1536,"
            + " found shape [1536, 30, 1, 1]");
    assertFails(
        L0.without(context + "aggreg.0.1.weight"),
        context + "aggreg.0.1.weight': expected a tensor, found none");
    assertFails(
        L0.without(STAGES + "4.op_list.3.local_module.main.depth_conv.conv.weight"),
        "4.op_list.3.local_module.main.depth_conv.conv.weight': expected a tensor, found none");
  }

  @Test
  void foreignLists() {
    assertFails(
        L0.with(STAGES + "6.op_list.0.conv.weight", 1),
        "'backbone.stages.5': expected tensors, found none");
    assertFails(
        L0.with(STAGES + "2.op_list.3.main.conv.weight", 1),
        "'backbone.stages.2.op_list.2': expected tensors, found none");
    assertFails(
        L0.with(STAGES + "2.op_list.2.main.conv.weight", 1),
        "'backbone.stages.2.op_list.2': expected context_module, main.spatial_conv or"
            + " main.depth_conv, found 2.main.conv.weight");
    assertFails(
        XL0.with(STAGES + "6.op_list.0.main.conv.weight", 1),
        "'backbone.stages.6.op_list.0': expected main.spatial_conv or main.depth_conv, found");
  }

  @Test
  void impossibleRecords() {
    assertThatThrownBy(() -> new Fused(32, 64, 48, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 to 48 channels at stride 1");
    assertThatThrownBy(() -> new Bottleneck(32, 0, 32, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Attention(2, 4, 4, new Bottleneck(8, 8, 8, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("side 4");
    EfficientVitConfig sound = EfficientVitConfig.infer(L0, Map.of());
    assertThatThrownBy(() -> new EfficientVitConfig(500, 1024, sound.stages(), sound.neck()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("500");
    assertThatThrownBy(() -> new EfficientVitConfig(512, 1000, sound.stages(), sound.neck()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000");
    assertThatThrownBy(
            () -> new EfficientVitConfig(512, 1024, sound.stages().subList(0, 3), sound.neck()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 3");
  }

  private static void assertFails(Parameters parameters, String message) {
    assertThatThrownBy(() -> EfficientVitConfig.infer(parameters, Map.of()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("fake: ")
        .hasMessageContaining(message);
  }
}
