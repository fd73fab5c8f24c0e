package io.github.sam4j.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SAM 2's order, held against SAM's: the same tokens in other places. */
class TokenOrderTest {
  private static final int CHANNELS = 12;
  private static final SeededParameters PARAMETERS =
      SeededParameters.promptEncoder(3, CHANNELS, 3, 7);
  private static final Box BOX = new Box(3, 4, 20, 30);
  private static final LabelledPoint CLICK = new LabelledPoint(new PixelPoint(5, 7), true);

  private static Engine engine;
  private static PromptEncoder sam;
  private static PromptEncoder sam2;

  @BeforeAll
  static void load() {
    engine = Engines.create(new EngineOptions(1, Precision.F32));
    sam = new PromptEncoder(engine, PARAMETERS, 40, 5);
    sam2 = new PromptEncoder(engine, PARAMETERS, 40, 5, TokenOrder.SAM2);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static float[][] tokens(PromptEncoder encoder, SpatialPrompt prompt) {
    try (Operators ops = engine.operators()) {
      Tensor sparse = encoder.encode(ops, List.of(prompt)).sparse();
      float[][] tokens = new float[sparse.dim(1)][];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = sparse.select(0, 0).select(0, i).toArray();
      }
      return tokens;
    }
  }

  @Test
  void theBoxComesFirstAndIsPadded() {
    SpatialPrompt prompt = new SpatialPrompt(List.of(CLICK), BOX, null);
    float[][] before = tokens(sam, prompt);
    float[][] found = tokens(sam2, prompt);
    float[] padding = PARAMETERS.values("not_a_point_embed.weight");
    assertThat(before).hasDimensions(3, CHANNELS);
    assertThat(found).isDeepEqualTo(new float[][] {before[1], before[2], before[0], padding});
  }

  @Test
  void clicksAloneAreAsSams() {
    SpatialPrompt prompt = new SpatialPrompt(List.of(CLICK, CLICK), null, null);
    assertThat(tokens(sam2, prompt)).isDeepEqualTo(tokens(sam, prompt));
  }

  @Test
  void aMaskAloneHasNoToken() {
    LowResolutionLogits mask = new LowResolutionLogits(20, new float[400]);
    assertThat(tokens(sam2, new SpatialPrompt(List.of(), null, mask))).isEmpty();
  }
}
