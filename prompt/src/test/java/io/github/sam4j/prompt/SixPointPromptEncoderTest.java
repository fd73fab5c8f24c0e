package io.github.sam4j.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SixPointPromptEncoderTest {
  private static final int INPUT = 40;
  private static final int GRID = 5;
  private static final int CHANNELS = 12;
  private static final ReferencePromptEncoder POSITIONS =
      new ReferencePromptEncoder(parameters(), INPUT, GRID);

  private static Engine engine;
  private static SixPointPromptEncoder encoder;

  private static SeededParameters parameters() {
    return new SeededParameters(4)
        .with("pe_layer.positional_encoding_gaussian_matrix", 2, CHANNELS / 2)
        .with("point_embeddings.weight", 1, CHANNELS)
        .with("bbox_top_left_embeddings.weight", 1, CHANNELS)
        .with("bbox_bottom_right_embeddings.weight", 1, CHANNELS)
        .with("invalid_points.weight", 1, CHANNELS);
  }

  @BeforeAll
  static void load() {
    engine = Engines.create(new EngineOptions(1, Precision.F32));
    encoder = new SixPointPromptEncoder(engine, parameters(), INPUT, GRID, CHANNELS);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  /** A place and its label as the reference has them: 0 is a position alone. */
  private record Labelled(double x, double y, int label) {
    double[] token() {
      double[] token = POSITIONS.position((x + 0.5) / INPUT, (y + 0.5) / INPUT);
      String name =
          switch (label) {
            case -1 -> "invalid_points";
            case 1 -> "point_embeddings";
            case 2 -> "bbox_top_left_embeddings";
            case 3 -> "bbox_bottom_right_embeddings";
            default -> "";
          };
      if (!name.isEmpty()) {
        float[] embedding = parameters().values(name + ".weight");
        for (int i = 0; i < token.length; i++) {
          token[i] += embedding[i];
        }
      }
      return token;
    }
  }

  private static final Labelled MISSING = new Labelled(-1, -1, -1);

  private static void check(SpatialPrompt prompt, Labelled... expected) {
    try (Operators ops = engine.operators()) {
      EncodedPrompts encoded = encoder.encode(ops, List.of(prompt));
      assertThat(encoded.dense()).isNull();
      assertTokens(encoded.sparse(), 0, expected);
    }
  }

  private static void assertTokens(Tensor sparse, int prompt, Labelled... expected) {
    assertThat(sparse.dim(1)).isEqualTo(6);
    assertThat(sparse.dim(2)).isEqualTo(CHANNELS);
    assertThat(expected).hasSize(6);
    for (int i = 0; i < 6; i++) {
      float[] found = sparse.select(0, prompt).select(0, i).toArray();
      double[] token = expected[i].token();
      for (int c = 0; c < CHANNELS; c++) {
        assertThat((double) found[c])
            .as("token %d, channel %d", i, c)
            .isCloseTo(token[c], Offset.offset(1e-5));
      }
    }
  }

  @Test
  void missingPointsAreMadeUp() {
    check(
        Prompt.point(3, 4.25),
        new Labelled(3, 4.25, 1),
        MISSING,
        MISSING,
        MISSING,
        MISSING,
        MISSING);
  }

  @Test
  void boxComesFirstAndBackgroundHasNoLabel() {
    check(
        Prompt.point(30, 31).exclude(7, 0).within(new Box(1, 2, 33, 34)),
        new Labelled(1, 2, 2),
        new Labelled(33, 34, 3),
        new Labelled(30, 31, 1),
        new Labelled(7, 0, 0),
        MISSING,
        MISSING);
  }

  @Test
  void whatIsBeyondSixIsLeftOut() {
    SpatialPrompt prompt = Prompt.box(1, 2, 33, 34);
    List<Labelled> expected =
        new ArrayList<>(List.of(new Labelled(1, 2, 2), new Labelled(33, 34, 3)));
    for (int i = 0; i < 7; i++) {
      prompt = prompt.include(i, 2 * i);
      expected.add(new Labelled(i, 2 * i, 1));
    }
    assertThat(SixPointPromptEncoder.points(prompt)).isEqualTo(9);
    check(prompt, expected.subList(0, 6).toArray(Labelled[]::new));
  }

  @Test
  void eachCoordinateOutsideIsMinusOne() {
    check(
        Prompt.point(-7, 4).include(5, -0.25),
        new Labelled(-1, 4, 1),
        new Labelled(5, -1, 1),
        MISSING,
        MISSING,
        MISSING,
        MISSING);
  }

  @Test
  void promptsOfABatchNeedNotAgree() {
    try (Operators ops = engine.operators()) {
      EncodedPrompts encoded =
          encoder.encode(ops, List.of(Prompt.point(1, 2), Prompt.box(3, 4, 5, 6)));
      assertThat(encoded.prompts()).isEqualTo(2);
      assertTokens(
          encoded.sparse(),
          1,
          new Labelled(3, 4, 2),
          new Labelled(5, 6, 3),
          MISSING,
          MISSING,
          MISSING,
          MISSING);
    }
  }

  @Test
  void densePositionsAreThoseOfTheCellsCentres() {
    float[] found = encoder.densePositions().toArray();
    double[] expected = Naive.flat(POSITIONS.densePositions());
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], Offset.offset(1e-5));
    }
  }

  @Test
  void refusesWhatItCannotEncode() {
    SpatialPrompt refining =
        Prompt.point(1, 1).refining(new LowResolutionLogits(1, new float[] {1}));
    try (Operators ops = engine.operators()) {
      assertThatThrownBy(() -> encoder.encode(ops, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      for (SpatialPrompt prompt : List.of(Prompt.points(List.of()), refining)) {
        assertThatThrownBy(() -> encoder.encode(ops, List.of(Prompt.point(1, 1), prompt)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("a prompt needs a click or a box and no mask, found ");
      }
    }
  }

  @Test
  void namesTheTensorThatDoesNotFit() {
    for (String name :
        List.of(
            "point_embeddings",
            "bbox_top_left_embeddings",
            "bbox_bottom_right_embeddings",
            "invalid_points")) {
      assertFails(parameters().with(name + ".weight", 4, CHANNELS), name + ".weight");
      assertFails(parameters().without(name + ".weight"), name + ".weight");
    }
    assertFails(
        parameters().with("pe_layer.positional_encoding_gaussian_matrix", 2, CHANNELS),
        "positional_encoding_gaussian_matrix': expected positions of 12 channels, found 24");
  }

  private static void assertFails(SeededParameters wrong, String message) {
    assertThatThrownBy(() -> new SixPointPromptEncoder(engine, wrong, INPUT, GRID, CHANNELS))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(message);
  }
}
