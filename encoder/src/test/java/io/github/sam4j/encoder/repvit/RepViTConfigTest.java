package io.github.sam4j.encoder.repvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.repvit.RepViTConfig.Block;
import io.github.sam4j.encoder.repvit.RepViTConfig.Stage;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RepViTConfigTest {
  private static final FakeParameters EDGE_SAM = RepVitShapes.EDGE_SAM.parameters();
  private static final FakeParameters REPVIT_SAM = RepVitShapes.REPVIT_SAM.parameters();

  @Test
  void edgeSam() {
    RepViTConfig config = RepViTConfig.infer(EDGE_SAM, Map.of());
    assertThat(config.inputSize()).isEqualTo(1024);
    assertThat(config.stem()).isEqualTo(24);
    assertThat(config.fused()).isEqualTo(256);
    assertThat(config.channels()).isEqualTo(256);
    assertThat(config.grid()).isEqualTo(64);
    assertThat(config.stages()).extracting(Stage::width).containsExactly(48, 96, 192, 384);
    assertThat(config.stages()).extracting(s -> s.blocks().size()).containsExactly(3, 4, 16, 3);
    assertThat(config.stages().get(0).blocks())
        .containsExactly(new Block(16, 96), new Block(0, 96), new Block(0, 96));
    assertThat(squeezing(config)).containsExactly(0, 4, 8, 10, 12, 14, 16, 18, 20, 24);
    assertThat(each(config::side)).containsExactly(256, 128, 64, 32);
    assertThat(each(config::stride)).containsExactly(1, 2, 2, 2);
  }

  @Test
  void repVitSam() {
    RepViTConfig config = RepViTConfig.infer(REPVIT_SAM, Map.of());
    assertThat(config.inputSize()).isEqualTo(1024);
    assertThat(config.fused()).isZero();
    assertThat(config.grid()).isEqualTo(64);
    assertThat(config.stages()).extracting(Stage::width).containsExactly(80, 160, 320, 640);
    assertThat(config.stages()).extracting(s -> s.blocks().size()).containsExactly(7, 8, 36, 3);
    assertThat(squeezing(config)).hasSize(24);
    assertThat(each(config::side)).containsExactly(256, 128, 64, 64);
    assertThat(each(config::stride)).containsExactly(1, 2, 2, 1);
  }

  /** The numbers of the blocks with squeeze and excitation, counted from 0. */
  private static List<Integer> squeezing(RepViTConfig config) {
    List<Block> blocks = config.stages().stream().flatMap(s -> s.blocks().stream()).toList();
    return IntStream.range(0, blocks.size())
        .filter(i -> blocks.get(i).squeeze() > 0)
        .boxed()
        .toList();
  }

  private static List<Integer> each(IntUnaryOperator of) {
    return Stream.of(0, 1, 2, 3).map(of::applyAsInt).toList();
  }

  @Test
  void foreignShapes() {
    assertFails(
        EDGE_SAM.without("features.0.0.c.weight"),
        "'features.0.0.c.weight': expected a tensor, found none");
    assertFails(
        EDGE_SAM.with("features.0.0.c.weight", 24, 1, 3, 3),
        "expected shape [*, 3, 3, 3], found shape [24, 1, 3, 3]");
    assertFails(
        EDGE_SAM.with("features.0.2.c.weight", 48, 23, 3, 3),
        "'features.0.2.c.weight': expected shape [*, 24, 3, 3], found shape [48, 23, 3, 3]");
    assertFails(
        EDGE_SAM.with("features.2.token_mixer.0.conv.c.weight", 48, 1, 7, 7),
        "'features.2.token_mixer.0.conv.c.weight': expected shape [48, 1, 3, 3]");
    assertFails(
        EDGE_SAM.with("features.4.token_mixer.0.c.weight", 47, 1, 3, 3),
        "'features.4.token_mixer.0.c.weight': expected shape [48, 1, 3, 3]");
    assertFails(
        EDGE_SAM.with("features.4.token_mixer.2.c.weight", 96, 47, 1, 1),
        "'features.4.token_mixer.2.c.weight': expected shape [*, 48, 1, 1]");
    assertFails(
        EDGE_SAM.with("features.5.token_mixer.1.fc1.weight", 24, 95, 1, 1),
        "'features.5.token_mixer.1.fc1.weight': expected shape [*, 96, 1, 1]");
    assertFails(
        EDGE_SAM.with("features.5.channel_mixer.m.0.c.weight", 192, 95, 1, 1),
        "'features.5.channel_mixer.m.0.c.weight': expected shape [*, 96, 1, 1]");
    assertFails(
        EDGE_SAM.with("fuse_stage2.weight", 256, 384, 1, 1),
        "'fuse_stage2.weight': expected shape [*, 192, 1, 1]");
    assertFails(
        EDGE_SAM.with("fuse_stage3.op_list.0.weight", 255, 384, 1, 1),
        "'fuse_stage3.op_list.0.weight': expected shape [256, 384, 1, 1]");
    assertFails(
        EDGE_SAM.without("fuse_stage3.op_list.0.weight"),
        "'fuse_stage3.op_list.0.weight': expected a tensor, found none");
    assertFails(
        EDGE_SAM.with("neck.0.weight", 256, 384, 1, 1),
        "'neck.0.weight': expected shape [*, 256, 1, 1]");
    assertFails(
        REPVIT_SAM.with("neck.0.weight", 256, 320, 1, 1),
        "'neck.0.weight': expected shape [*, 640, 1, 1]");
  }

  @Test
  void foreignBlocks() {
    assertFails(
        EDGE_SAM.without("features.7.channel_mixer.m.0.c.weight"),
        "'features.7.channel_mixer.m.0.c.weight': expected a tensor, found none");
    assertFails(
        EDGE_SAM.without("features.2.token_mixer.0.conv.c.weight"),
        "'features.2.token_mixer.0.conv.c.weight': expected a tensor, found none");
    assertFails(
        EDGE_SAM.with("features.28.norm.weight", 384),
        "'features.27.channel_mixer.m.0.c.weight': expected a tensor, found none");
    assertFails(
        EDGE_SAM.with("features.1.token_mixer.0.c.weight", 48, 1, 3, 3),
        "'features.1.token_mixer.0.c.weight': expected a block that keeps the width before it");
    assertFails(
        EDGE_SAM
            .with("features.26.token_mixer.0.c.weight", 384, 1, 3, 3)
            .with("features.26.token_mixer.2.c.weight", 384, 384, 1, 1),
        "expected 4 RepViT stages, 3 blocks that lead to the next, found 5 stages");
  }

  @Test
  void inputSizes() {
    assertThat(RepViTConfig.infer(REPVIT_SAM, Map.of("image_size", "528")).grid()).isEqualTo(33);
    assertThatThrownBy(() -> RepViTConfig.infer(EDGE_SAM, Map.of("image_size", "528")))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessage(
            "fake: expected metadata 'image_size' to be a multiple of 32 up to 16384, found '528'");
    assertThatThrownBy(() -> RepViTConfig.infer(REPVIT_SAM, Map.of("image_size", "wide")))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("a multiple of 16 up to 16384, found 'wide'");
  }

  @Test
  void impossibleRecords() {
    assertThatThrownBy(() -> new Block(-1, 8)).hasMessageContaining("squeezes to -1");
    assertThatThrownBy(() -> new Stage(8, List.of())).hasMessageContaining("0 blocks");
    Stage stage = new Stage(8, List.of(new Block(0, 16)));
    assertThatThrownBy(() -> new RepViTConfig(1024, 4, List.of(stage), 0, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 stages");
    List<Stage> four = List.of(stage, stage, stage, stage);
    assertThatThrownBy(() -> new RepViTConfig(1040, 4, four, 8, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a multiple of 32, found 1040");
    assertThat(new RepViTConfig(1040, 4, four, 0, 256).grid()).isEqualTo(65);
  }

  private static void assertFails(Parameters parameters, String message) {
    assertThatThrownBy(() -> RepViTConfig.infer(parameters, Map.of()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("fake: ")
        .hasMessageContaining(message);
  }
}
