package io.github.sam4j.prompt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PromptEncoderTest {
  private static final int INPUT = 40;
  private static final int GRID = 5;
  private static final int CHANNELS = 12;
  private static final SeededParameters PARAMETERS =
      SeededParameters.promptEncoder(3, CHANNELS, 3, 7);
  private static final ReferencePromptEncoder REFERENCE =
      new ReferencePromptEncoder(PARAMETERS, INPUT, GRID);

  private static Engine engine;
  private static PromptEncoder encoder;

  @BeforeAll
  static void load() {
    engine = Engines.create(new EngineOptions(1, Precision.F32));
    encoder = new PromptEncoder(engine, PARAMETERS, INPUT, GRID);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (int batch : new int[] {1, 3}) {
      for (int points : new int[] {0, 1, 3}) {
        for (boolean box : new boolean[] {false, true}) {
          for (boolean mask : new boolean[] {false, true}) {
            if (points > 0 || box || mask) {
              all.add(Arguments.of(batch, points, box, mask));
            }
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "batch {0}, points {1}, box {2}, mask {3}")
  @MethodSource("combinations")
  void agreesWithTheReference(int batch, int points, boolean box, boolean mask) {
    Random random = new Random(17 * batch + points);
    List<SpatialPrompt> prompts = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      prompts.add(prompt(random, points, box, mask));
    }
    try (Operators ops = engine.operators()) {
      EncodedPrompts encoded = encoder.encode(ops, prompts);
      int tokens = points + (box ? 2 : points > 0 ? 1 : 0);
      assertThat(encoded.sparse().shape()).containsExactly(batch, tokens, CHANNELS);
      assertThat(encoded.prompts()).isEqualTo(batch);
      assertThat(encoded.tokens()).isEqualTo(tokens);
      if (mask) {
        assertThat(requireNonNull(encoded.dense()).shape())
            .containsExactly(batch, GRID * GRID, CHANNELS);
      } else {
        assertThat(encoded.dense()).isNull();
      }
      for (int i = 0; i < batch; i++) {
        if (tokens > 0) {
          assertClose(encoded.sparse().select(0, i), REFERENCE.sparse(prompts.get(i)));
        }
        if (mask) {
          assertClose(
              requireNonNull(encoded.dense()).select(0, i), REFERENCE.dense(prompts.get(i)));
        }
      }
    }
  }

  private static SpatialPrompt prompt(Random random, int points, boolean box, boolean mask) {
    List<LabelledPoint> clicks = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      clicks.add(
          new LabelledPoint(
              new PixelPoint(INPUT * random.nextDouble(), INPUT * random.nextDouble()),
              random.nextBoolean()));
    }
    double x = INPUT / 2.0 * random.nextDouble();
    double y = INPUT / 2.0 * random.nextDouble();
    float[] logits = new float[16 * GRID * GRID];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (6 * random.nextGaussian());
    }
    return new SpatialPrompt(
        clicks,
        box ? new Box(x, y, x + 11, y + 7) : null,
        mask ? new LowResolutionLogits(4 * GRID, logits) : null);
  }

  private static void assertClose(Tensor found, double[][] expected) {
    float[] values = found.toArray();
    double[] flat = Naive.flat(expected);
    assertThat(values).hasSameSizeAs(flat);
    for (int i = 0; i < flat.length; i++) {
      assertThat((double) values[i]).isCloseTo(flat[i], Offset.offset(1e-5));
    }
  }

  @Test
  void densePositionsAreThoseOfTheCellsCentres() {
    assertThat(encoder.densePositions().shape()).containsExactly(GRID * GRID, CHANNELS);
    assertClose(encoder.densePositions(), REFERENCE.densePositions());
  }

  @Test
  void paddingStandsWithoutAPosition() {
    try (Operators ops = engine.operators()) {
      SpatialPrompt click = Prompt.point(3, 4);
      assertThat(encoder.encode(ops, List.of(click)).sparse().slice(1, 1, 2).toArray())
          .containsExactly(PARAMETERS.values("not_a_point_embed.weight"));
    }
  }

  @Test
  void noMaskIsACopy() {
    encoder.noMask()[0] = 1000;
    assertThat(encoder.noMask()).containsExactly(PARAMETERS.values("no_mask_embed.weight"));
  }

  @Test
  void slicesKeepTheirPrompts() {
    try (Operators ops = engine.operators()) {
      Random random = new Random(1);
      List<SpatialPrompt> prompts =
          List.of(prompt(random, 2, false, true), prompt(random, 2, false, true));
      EncodedPrompts second = encoder.encode(ops, prompts).slice(1, 2);
      assertClose(second.sparse().select(0, 0), REFERENCE.sparse(prompts.get(1)));
      assertClose(requireNonNull(second.dense()).select(0, 0), REFERENCE.dense(prompts.get(1)));
    }
  }

  @Test
  void refusesPromptsThatDoNotAgree() {
    try (Operators ops = engine.operators()) {
      Random random = new Random(1);
      SpatialPrompt click = prompt(random, 1, false, false);
      assertThatThrownBy(() -> encoder.encode(ops, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> encoder.encode(ops, List.of(Prompt.points(List.of()))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a click, a box or a mask");
      for (SpatialPrompt other :
          List.of(
              prompt(random, 2, false, false),
              prompt(random, 1, true, false),
              prompt(random, 1, false, true))) {
        assertThatThrownBy(() -> encoder.encode(ops, List.of(click, click, other)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("prompt 2 has");
      }
    }
  }

  @Test
  void refusesAMaskOfAnotherSide() {
    try (Operators ops = engine.operators()) {
      SpatialPrompt prompt =
          new SpatialPrompt(List.of(), null, new LowResolutionLogits(GRID, new float[GRID * GRID]));
      assertThatThrownBy(() -> encoder.encode(ops, List.of(prompt)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("side 20, found 5");
    }
  }

  @Test
  void namesTheTensorThatDoesNotFit() {
    SeededParameters wrong =
        SeededParameters.promptEncoder(3, CHANNELS, 3, 7)
            .with("point_embeddings.2.weight", 1, CHANNELS + 1);
    assertThatThrownBy(() -> new PromptEncoder(engine, wrong, INPUT, GRID))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("point_embeddings.2.weight");
    SeededParameters flat =
        SeededParameters.promptEncoder(3, CHANNELS, 3, 7)
            .with("pe_layer.positional_encoding_gaussian_matrix", CHANNELS);
    assertThatThrownBy(() -> new PromptEncoder(engine, flat, INPUT, GRID))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("[12]");
  }
}
