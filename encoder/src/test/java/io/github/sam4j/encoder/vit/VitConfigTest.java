package io.github.sam4j.encoder.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.FakeParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class VitConfigTest {
  private static final FakeParameters BASE = VitShapes.BASE.tables(14, 64, List.of(2, 5, 8, 11));
  private static final VitShapes TINY = new VitShapes(10, 16, 48, 4, 3, 16, 192, 64);

  @Test
  void publishedEncoders() {
    VitConfig base = VitConfig.infer(BASE);
    assertThat(base)
        .returns(1024, VitConfig::inputSize)
        .returns(16, VitConfig::patchSize)
        .returns(768, VitConfig::dim)
        .returns(256, VitConfig::channels)
        .returns(64, VitConfig::grid)
        .returns(true, VitConfig::positionEmbedding)
        .returns(List.of(2, 5, 8, 11), VitConfig::globalBlocks);
    assertThat(base.blocks()).hasSize(12);
    assertThat(base.blocks().get(0)).isEqualTo(new BlockConfig(14, 12, 64, 3072, true, true));
    assertThat(base.blocks().get(2)).isEqualTo(new BlockConfig(64, 12, 64, 3072, true, true));

    List<Integer> largeGlobal = List.of(5, 11, 17, 23);
    VitConfig large = VitConfig.infer(VitShapes.LARGE.tables(14, 64, largeGlobal));
    assertThat(large.globalBlocks()).isEqualTo(largeGlobal);
    assertThat(large.blocks().get(5)).isEqualTo(new BlockConfig(64, 16, 64, 4096, true, true));

    List<Integer> hugeGlobal = List.of(7, 15, 23, 31);
    VitConfig huge = VitConfig.infer(VitShapes.HUGE.tables(14, 64, hugeGlobal));
    assertThat(huge.globalBlocks()).isEqualTo(hugeGlobal);
    assertThat(huge.blocks().get(0)).isEqualTo(new BlockConfig(14, 16, 80, 5120, true, true));
  }

  @Test
  void prunedEncoder() {
    Parameters pruned =
        new VitShapes(64, 16, 168, 12, 12, 14, 696, 256)
            .tables(14, 64, List.of(2, 5, 8, 11))
            .with("blocks.1.attn.qkv.weight", 3 * 11 * 14, 168)
            .with("blocks.3.mlp.lin1.weight", 500, 168);
    VitConfig config = VitConfig.infer(pruned);
    assertThat(config.dim()).isEqualTo(168);
    assertThat(config.blocks().get(0)).isEqualTo(new BlockConfig(14, 12, 14, 696, true, true));
    assertThat(config.blocks().get(1)).isEqualTo(new BlockConfig(14, 11, 14, 696, true, true));
    assertThat(config.blocks().get(3)).isEqualTo(new BlockConfig(14, 12, 14, 500, true, true));
  }

  @Test
  void smallEncoder() {
    VitConfig config = VitConfig.infer(TINY.tables(4, 10, List.of(1, 3)));
    assertThat(config.inputSize()).isEqualTo(160);
    assertThat(config.channels()).isEqualTo(64);
    assertThat(config.globalBlocks()).containsExactly(1, 3);
    assertThat(config.blocks().get(0)).isEqualTo(new BlockConfig(4, 3, 16, 192, true, true));
  }

  @Test
  void globalTablesOfAnotherSizeStayGlobal() {
    assertThat(VitConfig.infer(TINY.tables(4, 7, List.of(1, 3))).globalBlocks())
        .containsExactly(1, 3);
    VitConfig padded = VitConfig.infer(TINY.tables(14, 64, List.of(1, 3)));
    assertThat(padded.blocks()).extracting(BlockConfig::window).containsExactly(14, 10, 14, 10);
  }

  /** A checkpoint made for another input by its pos_embed alone keeps its tables. */
  @Test
  void tablesOfAnotherInputAreOfGlobalBlocks() {
    List<Integer> global = List.of(2, 5, 8, 11);
    for (int grid : new int[] {32, 96, 14, 8}) {
      VitConfig config =
          VitConfig.infer(
              VitShapes.BASE.tables(14, 64, global).with("pos_embed", 1, grid, grid, 768));
      assertThat(config.inputSize()).isEqualTo(16 * grid);
      for (int i = 0; i < 12; i++) {
        assertThat(config.blocks().get(i).window())
            .as("block %d of a map of %d", i, grid)
            .isEqualTo(global.contains(i) ? grid : 14);
      }
    }
  }

  /** Trained with windows that are larger than the map, so the global tables are the shorter. */
  @Test
  void windowsLargerThanTheMap() {
    assertThat(windows(TINY.tables(14, 10, List.of(1, 3)))).containsExactly(14, 10, 14, 10);
    assertThat(windows(TINY.tables(14, 10, List.of(3)))).containsExactly(14, 14, 14, 10);
    FakeParameters larger = TINY.tables(14, 8, List.of(1, 3)).with("pos_embed", 1, 20, 20, 48);
    assertThat(windows(larger)).as("for a larger input").containsExactly(14, 20, 14, 20);
    FakeParameters sameAsWindow = TINY.tables(10, 14, List.of(1, 3));
    assertThat(windows(sameAsWindow)).as("all see the whole map").containsOnly(10);
  }

  private static List<Integer> windows(Parameters parameters) {
    return VitConfig.infer(parameters).blocks().stream().map(BlockConfig::window).toList();
  }

  @Test
  void tablesOfOneSize() {
    assertThat(VitConfig.infer(TINY.tables(4, 4, List.of())).blocks())
        .extracting(BlockConfig::window)
        .containsOnly(4);
    assertThat(VitConfig.infer(TINY.tables(10, 10, List.of())).globalBlocks()).hasSize(4);
    assertThat(VitConfig.infer(TINY.tables(64, 64, List.of())).globalBlocks()).hasSize(4);
  }

  @Test
  void optionalTensors() {
    FakeParameters tiny = TINY.tables(4, 10, List.of(1, 3));
    VitConfig config = VitConfig.infer(tiny.without("pos_embed", "blocks.2.attn.qkv.bias"));
    assertThat(config.positionEmbedding()).isFalse();
    assertThat(config.inputSize()).isEqualTo(160);
    assertThat(config.blocks())
        .extracting(BlockConfig::qkvBias)
        .containsExactly(true, true, false, true);

    FakeParameters plain = BASE;
    for (int i = 0; i < 12; i++) {
      plain = plain.without("blocks." + i + ".attn.rel_pos_h", "blocks." + i + ".attn.rel_pos_w");
    }
    assertThat(VitConfig.infer(plain).blocks())
        .containsOnly(new BlockConfig(64, 12, 64, 3072, false, true));
    assertFails(plain.without("pos_embed"), "'pos_embed': expected a tensor, found none");
  }

  @Test
  void foreignShapes() {
    assertFails(
        BASE.without("patch_embed.proj.weight"),
        "'patch_embed.proj.weight': expected a tensor, found none");
    assertFails(
        BASE.with("patch_embed.proj.weight", 768, 4, 16, 16),
        "'patch_embed.proj.weight': expected shape [*, 3, *, *], found shape [768, 4, 16, 16]");
    assertFails(
        BASE.with("patch_embed.proj.weight", 768, 3, 16, 8),
        "'patch_embed.proj.weight': expected square patches, found shape [768, 3, 16, 8]");
    assertFails(
        BASE.with("patch_embed.proj.weight", 768, 3, 0, 0),
        "'patch_embed.proj.weight': expected shape [*, 3, *, *], found shape [768, 3, 0, 0]");
    assertFails(
        BASE.with("pos_embed", 1, 64, 32, 768),
        "'pos_embed': expected a square map, found shape [1, 64, 32, 768]");
    assertFails(
        BASE.with("pos_embed", 1, 64, 64, 1024),
        "'pos_embed': expected shape [1, *, *, 768], found shape [1, 64, 64, 1024]");
    assertFails(
        BASE.with("blocks.4.attn.rel_pos_h", 28, 64),
        "'blocks.4.attn.rel_pos_h': expected an odd number of relative positions");
    assertFails(
        BASE.with("blocks.4.attn.rel_pos_h", 2049, 64),
        "'blocks.4.attn.rel_pos_h': expected at most 2047 relative positions");
    assertFails(
        BASE.with("patch_embed.proj.weight", 768, 3, 257, 257),
        "expected patches of which 64 make at most 16384 pixels");
    assertFails(
        BASE.with("neck.0.weight", 256, 768),
        "'neck.0.weight': expected shape [*, 768, 1, 1], found shape [256, 768]");
  }

  @Test
  void foreignBlocks() {
    assertFails(
        BASE.without("blocks.4.norm1.weight"),
        "'blocks.4.norm1.weight': expected a tensor, found none");
    assertFails(
        BASE.with("blocks.999999999.norm1.weight", 768),
        "'blocks.12.norm1.weight': expected a tensor");
    assertFails(BASE.without("blocks.4.attn.rel_pos_h"), "'blocks.4.attn.rel_pos_h'");
    assertFails(BASE.without("blocks.0.attn.rel_pos_h"), "'blocks.0.attn.rel_pos_h'");
    assertFails(
        BASE.with("blocks.4.attn.qkv.weight", 2304, 512),
        "'blocks.4.attn.qkv.weight': expected shape [*, 768], found shape [2304, 512]");
    assertFails(
        BASE.with("blocks.4.attn.qkv.weight", 2300, 768),
        "expected queries, keys and values of heads 64 wide, found shape [2300, 768]");
    assertFails(
        BASE.without("blocks.4.mlp.lin1.weight"), "'blocks.4.mlp.lin1.weight': expected a tensor");
  }

  @Test
  void impossibleRecords() {
    BlockConfig block = new BlockConfig(4, 3, 16, 192, true, true);
    assertThatThrownBy(() -> new VitConfig(150, 16, 48, 64, true, List.of(block)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("150 and 16");
    assertThatThrownBy(() -> new VitConfig(160, 16, 48, 64, true, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new BlockConfig(0, 3, 16, 192, true, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window 0");
  }

  private static void assertFails(Parameters parameters, String message) {
    assertThatThrownBy(() -> VitConfig.infer(parameters))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("fake: ")
        .hasMessageContaining(message);
  }
}
