package io.github.sam4j.encoder.tinyvit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.FakeParameters;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig.Convolutions;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig.Stage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TinyVitConfigTest {
  private static final FakeParameters MOBILE_SAM = TinyVitShapes.MOBILE_SAM.parameters();

  @Test
  void mobileSam() {
    TinyVitConfig config = TinyVitConfig.infer(MOBILE_SAM, Map.of());
    assertThat(config)
        .isEqualTo(
            new TinyVitConfig(
                1024,
                32,
                new Convolutions(64, 2, 256),
                List.of(
                    new Stage(128, 2, 4, 7, 512),
                    new Stage(160, 6, 5, 14, 640),
                    new Stage(320, 2, 10, 7, 1280)),
                256));
    assertThat(config.grid()).isEqualTo(64);
    assertThat(List.of(config.side(0), config.side(1), config.side(2)))
        .containsExactly(128, 64, 64);
  }

  @Test
  void smallModelWithItsOwnInputSize() {
    TinyVitConfig config =
        TinyVitConfig.infer(
            TinyVitShapes.SMALL.parameters(), Map.of("image_size", "192", "name", "small"));
    assertThat(config)
        .isEqualTo(
            new TinyVitConfig(
                192,
                16,
                new Convolutions(32, 2, 128),
                List.of(
                    new Stage(64, 2, 2, 7, 256),
                    new Stage(128, 4, 4, 14, 512),
                    new Stage(192, 2, 6, 7, 768)),
                128));
    assertThat(List.of(config.side(0), config.side(1), config.side(2))).containsExactly(24, 12, 12);
  }

  @Test
  void foreignShapes() {
    assertFails(
        MOBILE_SAM.without("patch_embed.seq.0.c.weight"),
        "'patch_embed.seq.0.c.weight': expected a tensor, found none");
    assertFails(
        MOBILE_SAM.with("patch_embed.seq.0.c.weight", 32, 1, 3, 3),
        "expected shape [*, 3, 3, 3], found shape [32, 1, 3, 3]");
    assertFails(
        MOBILE_SAM.with("patch_embed.seq.2.c.weight", 64, 30, 3, 3),
        "'patch_embed.seq.2.c.weight': expected shape [*, 32, 3, 3], found shape [64, 30, 3, 3]");
    assertFails(
        MOBILE_SAM.with("layers.2.blocks.0.attn.attention_biases", 5, 195),
        "expected a square number of offsets, found shape [5, 195]");
    assertFails(
        MOBILE_SAM.with("layers.2.blocks.0.attn.attention_biases", 5, 33 * 33),
        "expected a window of at most 32 x 32, found shape [5, 1089]");
    assertFails(
        MOBILE_SAM.with("layers.2.blocks.0.attn.attention_biases", 7, 196),
        "expected a number of heads that divides 160, found shape [7, 196]");
    assertFails(
        MOBILE_SAM.with("neck.0.weight", 256, 321, 1, 1),
        "'neck.0.weight': expected shape [*, 320");
    assertFails(
        MOBILE_SAM.with("layers.1.downsample.conv1.c.weight", 160, 100, 1, 1),
        "'layers.1.downsample.conv1.c.weight': expected shape [*, 128, 1, 1]");
    assertFails(
        MOBILE_SAM.with("layers.0.blocks.0.conv1.c.weight", 256, 63, 1, 1),
        "'layers.0.blocks.0.conv1.c.weight': expected shape [*, 64, 1, 1]");
    assertFails(
        MOBILE_SAM.with("layers.3.blocks.0.mlp.fc1.weight", 1280),
        "'layers.3.blocks.0.mlp.fc1.weight': expected shape [*, 320], found shape [1280]");
  }

  @Test
  void foreignStages() {
    assertFails(
        MOBILE_SAM.with("layers.4.blocks.0.norm.weight", 1), "expected 4 TinyViT stages, found");
    assertFails(
        MOBILE_SAM.without("layers.2.blocks.3.attn.attention_biases"),
        "'layers.2.blocks.3.attn.attention_biases': expected a tensor, found none");
    assertFails(
        MOBILE_SAM.without("layers.2.downsample.conv1.c.weight"),
        "'layers.2.downsample.conv1.c.weight': expected a tensor, found none");
  }

  @Test
  void foreignInputSizes() {
    for (String size : new String[] {"", "wide", "1000", "0", "-16", "1600000000", "99999999999"}) {
      assertThatThrownBy(() -> TinyVitConfig.infer(MOBILE_SAM, Map.of("image_size", size)))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessage(
              "fake: expected metadata 'image_size' to be a multiple of 16 up to 16384, found '%s'",
              size);
    }
  }

  @Test
  void impossibleRecords() {
    assertThatThrownBy(() -> new Stage(160, 6, 7, 14, 640))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heads 7");
    assertThatThrownBy(() -> new Convolutions(64, 0, 256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new TinyVitConfig(1000, 32, new Convolutions(64, 2, 256), List.of(), 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000");
    assertThatThrownBy(
            () -> new TinyVitConfig(1024, 32, new Convolutions(64, 2, 256), List.of(), 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 stages");
  }

  private static void assertFails(Parameters parameters, String message) {
    assertThatThrownBy(() -> TinyVitConfig.infer(parameters, Map.of()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("fake: ")
        .hasMessageContaining(message);
  }
}
