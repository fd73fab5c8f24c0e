package io.github.sam4j.encoder.hiera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.hiera.HieraConfig.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HieraConfigTest {
  private static final String CONFIG =
      """
      {"image_size": 512, "vision_config": {"backbone_config": {
        "num_attention_heads_per_stage": [1, 2, 4, 8], "window_size_per_stage": [8, 4, 14, 7],
        "global_attention_blocks": [3]}}}
      """;

  private static JsonObject json(String text) throws IOException {
    return StrictJson.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "config.json");
  }

  @Test
  void publishedModelsNeedNoConfiguration() {
    assertThat(HieraConfig.infer(HieraShapes.TINY.parameters(), null))
        .isEqualTo(
            new HieraConfig(
                1024,
                List.of(
                    new Stage(96, 1, 1, 8),
                    new Stage(192, 2, 2, 4),
                    new Stage(384, 7, 4, 14),
                    new Stage(768, 2, 8, 7)),
                Set.of(5, 7, 9),
                256));
    HieraConfig large = HieraConfig.infer(HieraShapes.LARGE.parameters(), null);
    assertThat(large.globalBlocks()).containsExactlyInAnyOrder(23, 33, 43);
    assertThat(large.stages().get(3)).isEqualTo(new Stage(1152, 4, 16, 8));
    assertThat(large.grid()).isEqualTo(64);
  }

  @Test
  void othersAreConfigured() throws IOException {
    Parameters small = new HieraShapes(8, new int[] {1, 1, 2, 1}, 7, 16).parameters();
    HieraConfig config = HieraConfig.infer(small, json(CONFIG));
    assertThat(config.inputSize()).isEqualTo(512);
    assertThat(config.globalBlocks()).containsExactly(3);
    assertThat(config.stages().get(2)).isEqualTo(new Stage(32, 2, 4, 14));
    assertThatThrownBy(() -> HieraConfig.infer(small, null))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("config.json beside it")
        .hasMessageContaining("8 wide with stages of [1, 1, 2, 1] blocks");
  }

  @Test
  void configurationsThatDoNotFit() throws IOException {
    Parameters small = new HieraShapes(8, new int[] {1, 1, 2, 1}, 7, 16).parameters();
    assertFails(small, json(CONFIG.replace("[1, 2, 4, 8]", "[1, 2, 4]")), "of 4 whole numbers");
    assertFails(small, json(CONFIG.replace("[1, 2, 4, 8]", "[1, 2, -4, 8]")), "[1, 2, -4, 8]");
    assertFails(small, json(CONFIG.replace("[1, 2, 4, 8]", "[1, 2, 5, 8]")), "32 wide");
    assertFails(small, json(CONFIG.replace("8, 4, 14, 7", "8, 5, 14, 7")), "even side, found 5");
    assertFails(small, json(CONFIG.replace("512", "500")), "multiple of 32, found 500");
    assertFails(small, json(CONFIG.replace("512", "5000000")), "found 5000000");
  }

  @Test
  void foreignShapes() {
    assertFails(
        new HieraShapes(96, new int[] {1, 2, 7}, 7, 256).parameters(),
        null,
        "4 stages, which blocks with 'proj' begin, found 3 in 10 blocks");
    assertFails(
        HieraShapes.TINY.parameters().without("trunk.blocks.1.proj.weight"),
        null,
        "'trunk.blocks.3.proj.weight': expected shape [*, 96], found shape [384, 192]");
    assertFails(
        HieraShapes.TINY.parameters().with("trunk.blocks.1.proj.weight", 192, 95),
        null,
        "'trunk.blocks.1.proj.weight': expected shape [*, 96], found shape [192, 95]");
    assertFails(
        HieraShapes.TINY.parameters().with("trunk.patch_embed.proj.weight", 96, 3, 16, 16),
        null,
        "expected shape [*, 3, 7, 7]");
    assertFails(
        HieraShapes.TINY.parameters().without("trunk.blocks.4.norm1.weight"),
        null,
        "'trunk.blocks.4.norm1.weight'");
  }

  private static void assertFails(
      Parameters parameters, @Nullable JsonObject config, String message) {
    assertThatThrownBy(() -> HieraConfig.infer(parameters, config))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }
}
