package io.github.sam4j.encoder.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.encoder.EncoderCheck;
import io.github.sam4j.encoder.FakeParameters;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A classifier's ViT as image encoder: its sizes, its positions, what it computes. */
class PlainVitTest {
  private static final FakeParameters TI =
      plain(new VitShapes(64, 16, 192, 12, 3, 64, 768, 256), 14);
  private static final FakeParameters S =
      plain(new VitShapes(64, 16, 384, 12, 6, 64, 1536, 256), 14);

  /** With a classifier's positions and without relative ones. */
  private static FakeParameters plain(VitShapes shapes, int positions) {
    FakeParameters plain = shapes.tables(shapes.grid(), shapes.grid(), List.of());
    for (int i = 0; i < shapes.depth(); i++) {
      plain = plain.without("blocks." + i + ".attn.rel_pos_h", "blocks." + i + ".attn.rel_pos_w");
    }
    return plain.with("pos_embed", 1, 1 + positions * positions, shapes.dim());
  }

  @Test
  void publishedEncoders() {
    VitConfig ti = PlainVit.infer(TI, Map.of(), OptionalInt.empty());
    assertThat(ti)
        .returns(1024, VitConfig::inputSize)
        .returns(16, VitConfig::patchSize)
        .returns(192, VitConfig::dim)
        .returns(256, VitConfig::channels)
        .returns(64, VitConfig::grid)
        .returns(true, VitConfig::positionEmbedding);
    assertThat(ti.blocks()).hasSize(12).containsOnly(new BlockConfig(64, 3, 64, 768, false, true));
    assertThat(PlainVit.infer(S, Map.of(), OptionalInt.empty()).blocks())
        .hasSize(12)
        .containsOnly(new BlockConfig(64, 6, 64, 1536, false, true));
  }

  @Test
  void statedSizesAndHeads() {
    VitConfig config = PlainVit.infer(TI, Map.of("image_size", "512"), OptionalInt.of(4));
    assertThat(config.inputSize()).isEqualTo(512);
    assertThat(config.blocks()).containsOnly(new BlockConfig(32, 4, 48, 768, false, true));
  }

  @Test
  void narrowOnesHaveTheHeadsOfTheSmallest() {
    FakeParameters narrow = plain(new VitShapes(16, 16, 24, 2, 3, 8, 96, 32), 14);
    assertThat(PlainVit.infer(narrow, Map.of("image_size", "256"), OptionalInt.empty()).blocks())
        .containsOnly(new BlockConfig(16, 3, 8, 96, false, true));
  }

  @Test
  void foreignShapes() {
    assertFails(
        TI.without("patch_embed.proj.weight"),
        "'patch_embed.proj.weight': expected a tensor, found none");
    assertFails(
        TI.with("patch_embed.proj.weight", 192, 3, 16, 8),
        "'patch_embed.proj.weight': expected square patches, found shape [192, 3, 16, 8]");
    assertFails(TI.without("pos_embed"), "'pos_embed': expected a tensor, found none");
    assertFails(
        TI.with("pos_embed", 1, 64, 64, 192),
        "'pos_embed': expected shape [1, *, 192], found shape [1, 64, 64, 192]");
    assertFails(
        TI.with("pos_embed", 1, 196, 192),
        "'pos_embed': expected a class token's position and those of a square map,"
            + " found shape [1, 196, 192]");
    assertFails(TI.with("pos_embed", 1, 1, 192), "'pos_embed': expected a class token's position");
    assertFails(
        TI.with("pos_embed", 1, 197, 193),
        "'pos_embed': expected shape [1, *, 192], found shape [1, 197, 193]");
    assertFails(
        TI.without("blocks.4.norm1.weight"),
        "'blocks.4.norm1.weight': expected a tensor, found none");
    assertFails(
        TI.with("blocks.4.attn.qkv.weight", 576, 191),
        "'blocks.4.attn.qkv.weight': expected shape [*, 192], found shape [576, 191]");
    assertFails(
        TI.with("blocks.4.attn.qkv.weight", 575, 192),
        "'blocks.4.attn.qkv.weight': expected queries, keys and values of 3 heads");
    assertFails(
        TI.without("blocks.4.mlp.lin1.weight"), "'blocks.4.mlp.lin1.weight': expected a tensor");
    assertFails(
        TI.with("neck.0.weight", 256, 192), "'neck.0.weight': expected shape [*, 192, 1, 1]");
  }

  private static void assertFails(Parameters parameters, String message) {
    assertThatThrownBy(() -> PlainVit.infer(parameters, Map.of(), OptionalInt.empty()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("fake: ")
        .hasMessageContaining(message);
  }

  @Test
  void foreignStatements() {
    assertThatThrownBy(() -> PlainVit.infer(TI, Map.of("image_size", "1000"), OptionalInt.empty()))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'image_size' to be a multiple of 16 up to 16384, found '1000'");
    for (int heads : new int[] {5, 0, -3}) {
      assertThatThrownBy(() -> PlainVit.infer(TI, Map.of(), OptionalInt.of(heads)))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining(
              "'blocks.0.attn.qkv.weight': expected queries, keys and values of %d heads", heads);
    }
  }

  @Test
  void encodesAsTheFormula() {
    FakeParameters small = plain(new VitShapes(5, 4, 12, 2, 3, 4, 20, 7), 3);
    VitConfig config = PlainVit.infer(small, Map.of("image_size", "20"), OptionalInt.empty());
    try (Engine engine = Engines.create("portable", EngineOptions.defaults())) {
      float[] positions = PositionEmbedding.load(small, 5, 12);
      EncoderCheck.against(
          new ImageEncoderViT(engine, small, config),
          engine,
          new NaiveViT(new WithPositions(small, positions, 5, 12), config)::encode);
    }
  }

  /** Parameters whose positions are those of the encoder's own map. */
  private record WithPositions(Parameters all, float[] positions, int grid, int dim)
      implements Parameters {
    @Override
    public String source() {
      return all.source();
    }

    @Override
    public Set<String> names() {
      return all.names();
    }

    @Override
    public int[] shape(String name) {
      return name.equals("pos_embed") ? new int[] {1, grid, grid, dim} : all.shape(name);
    }

    @Override
    public float[] values(String name) {
      return name.equals("pos_embed") ? positions.clone() : all.values(name);
    }
  }

  /** Of a map as large as the classifier's, only the class token's position goes. */
  @Test
  void positions() {
    FakeParameters small = plain(new VitShapes(5, 4, 12, 1, 3, 4, 20, 7), 5);
    float[] stored = small.values("pos_embed");
    float[] found = PositionEmbedding.load(small, 5, 12);
    assertThat(found).hasSize(5 * 5 * 12);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(stored[12 + i], Offset.offset(1e-6f));
    }
    assertThatThrownBy(() -> PositionEmbedding.load(small.with("pos_embed", 1, 5, 4, 12), 5, 12))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'pos_embed': expected shape [1, 5, 5, 12], found shape [1, 5, 4");
  }
}
