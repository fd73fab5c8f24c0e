package io.github.sam4j.decoder;

import static io.github.sam4j.decoder.DecoderParameters.CHANNELS;
import static io.github.sam4j.decoder.DecoderParameters.HEADS;
import static io.github.sam4j.decoder.DecoderParameters.LAST;
import static io.github.sam4j.decoder.DecoderParameters.MASK_TOKENS;
import static io.github.sam4j.decoder.DecoderParameters.MIDDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.prompt.EncodedPrompts;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.ReferencePromptEncoder;
import io.github.sam4j.prompt.SeededParameters;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the mask decoder must do on every engine: extend it and say which. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MaskDecoderContract {
  private static final Offset<Double> CLOSE = Offset.offset(2e-5);
  private static final SeededParameters PROMPT_PARAMETERS =
      SeededParameters.promptEncoder(5, CHANNELS, 3, 7);
  private static final SeededParameters PARAMETERS = DecoderParameters.of(6, 2);
  private static final ReferenceMaskDecoder REFERENCE =
      new ReferenceMaskDecoder(PARAMETERS, CHANNELS, HEADS);

  private final String name;
  private final int input;
  private final int grid;
  private final int side;
  private final int projections;
  private final float[] embedding;
  private final ReferencePromptEncoder referencePrompts;
  private Engine engine;
  private PromptEncoder prompts;
  private MaskDecoder decoder;
  private PreparedImage image;

  /** With this many projected values in a prepared image. */
  MaskDecoderContract(String name, int grid, int projections) {
    this.name = name;
    this.projections = projections;
    this.grid = grid;
    input = 8 * grid;
    side = 4 * grid;
    embedding = gaussian(new Random(9), grid * grid * CHANNELS);
    referencePrompts = new ReferencePromptEncoder(PROMPT_PARAMETERS, input, grid);
  }

  @BeforeAll
  void load() {
    engine = Engines.create(name, new EngineOptions(1, Precision.F32));
    prompts = new PromptEncoder(engine, PROMPT_PARAMETERS, input, grid);
    decoder = MaskDecoder.load(engine, PARAMETERS, HEADS, prompts);
    image = prepare(decoder, engine.tensor(embedding, grid, grid, CHANNELS));
  }

  @AfterAll
  void close() {
    image.close();
    engine.close();
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private SpatialPrompt prompt(Random random, int points, boolean box, boolean mask) {
    List<LabelledPoint> clicks = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      PixelPoint place = new PixelPoint(input * random.nextDouble(), input * random.nextDouble());
      clicks.add(new LabelledPoint(place, random.nextBoolean()));
    }
    double x = 10 * random.nextDouble();
    double y = 10 * random.nextDouble();
    return new SpatialPrompt(
        clicks,
        box ? new Box(x, y, x + 7, y + 9) : null,
        mask ? new LowResolutionLogits(side, gaussian(random, side * side)) : null);
  }

  private List<SpatialPrompt> batch(long seed, int count, int points, boolean box, boolean mask) {
    Random random = new Random(seed);
    List<SpatialPrompt> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(prompt(random, points, box, mask));
    }
    return all;
  }

  private PreparedImage prepare(MaskDecoder by, Tensor map) {
    try (Operators ops = engine.operators()) {
      return by.prepare(ops, FeatureMaps.of(map));
    }
  }

  private DecodedMasks decode(
      MaskDecoder by, PreparedImage prepared, List<SpatialPrompt> batch, boolean multiple) {
    try (Operators ops = engine.operators()) {
      return by.decode(
          ops,
          prepared,
          prompts.encode(ops, batch),
          MaskRequest.of(multiple ? MaskSet.MULTIPLE : MaskSet.SINGLE));
    }
  }

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (boolean mask : new boolean[] {false, true}) {
      all.add(Arguments.of(1, 1, false, mask));
      all.add(Arguments.of(1, 3, true, mask));
      all.add(Arguments.of(4, 0, true, mask));
      all.add(Arguments.of(3, 2, false, mask));
    }
    all.add(Arguments.of(2, 0, false, true));
    // So many tokens that no engine computes the image by factors.
    all.add(Arguments.of(2, 30, true, false));
    return all.stream();
  }

  @ParameterizedTest(name = "batch {0}, points {1}, box {2}, mask {3}")
  @MethodSource("combinations")
  void agreesWithTheReference(int count, int points, boolean box, boolean mask) {
    List<SpatialPrompt> batch = batch(31 * count + points, count, points, box, mask);
    assertAgrees(batch, decode(decoder, image, batch, false), 0);
    assertAgrees(batch, decode(decoder, image, batch, true), 1);
  }

  private void assertAgrees(List<SpatialPrompt> batch, DecodedMasks found, int first) {
    assertThat(found.prompts()).isEqualTo(batch.size());
    assertThat(found.side()).isEqualTo(side);
    for (int p = 0; p < batch.size(); p++) {
      ReferenceMaskDecoder.Answer expected =
          REFERENCE.decode(
              Naive.rows(embedding, CHANNELS),
              referencePrompts.densePositions(),
              referencePrompts.sparse(batch.get(p)),
              referencePrompts.dense(batch.get(p)));
      for (int k = 0; k < found.masks(); k++) {
        assertThat((double) found.iou(p, k)).isCloseTo(expected.iou()[first + k], CLOSE);
        float[] values = found.mask(p, k).values();
        for (int i = 0; i < values.length; i++) {
          assertThat((double) values[i]).isCloseTo(expected.masks()[first + k][i], CLOSE);
        }
      }
    }
  }

  @ParameterizedTest(name = "depth {0}")
  @ValueSource(ints = {1, 3})
  void takesItsDepthFromTheParameters(int depth) {
    SeededParameters parameters = DecoderParameters.of(8, depth);
    MaskDecoder other = MaskDecoder.load(engine, parameters, HEADS, prompts);
    List<SpatialPrompt> batch = batch(2, 1, 1, false, false);
    ReferenceMaskDecoder.Answer expected =
        new ReferenceMaskDecoder(parameters, CHANNELS, HEADS)
            .decode(
                Naive.rows(embedding, CHANNELS),
                referencePrompts.densePositions(),
                referencePrompts.sparse(batch.get(0)),
                referencePrompts.dense(batch.get(0)));
    Tensor map = engine.tensor(embedding, grid, grid, CHANNELS);
    try (PreparedImage prepared = prepare(other, map)) {
      DecodedMasks found = decode(other, prepared, batch, false);
      for (int i = 0; i < side * side; i++) {
        assertThat((double) found.logits()[i]).isCloseTo(expected.masks()[0][i], CLOSE);
      }
    }
  }

  @Test
  void takesItsEpsilonFromTheConfiguration() {
    TwoWayConfig config = new TwoWayConfig(CHANNELS, HEADS, Activation.RELU, 0.25f);
    MaskDecoder other = MaskDecoder.load(engine, PARAMETERS, config, prompts, DecoderVariant.SAM);
    List<SpatialPrompt> batch = batch(3, 1, 2, false, false);
    ReferenceMaskDecoder.Answer expected =
        new ReferenceMaskDecoder(PARAMETERS, CHANNELS, HEADS, 0.25)
            .decode(
                Naive.rows(embedding, CHANNELS),
                referencePrompts.densePositions(),
                referencePrompts.sparse(batch.get(0)),
                referencePrompts.dense(batch.get(0)));
    Tensor map = engine.tensor(embedding, grid, grid, CHANNELS);
    try (PreparedImage prepared = prepare(other, map)) {
      DecodedMasks found = decode(other, prepared, batch, false);
      for (int i = 0; i < side * side; i++) {
        assertThat((double) found.logits()[i]).isCloseTo(expected.masks()[0][i], CLOSE);
      }
    }
  }

  /** With several prompts of several masks, some with a mask, which goes cell by cell. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void addsFinerFeatures(boolean masks) {
    MaskDecoder other =
        MaskDecoder.load(
            engine, PARAMETERS, TwoWayConfig.sam(CHANNELS, HEADS), prompts, DecoderVariant.FINE);
    Random random = new Random(12);
    float[] s1 = gaussian(random, 4 * grid * grid * MIDDLE);
    float[] s0 = gaussian(random, 16 * grid * grid * LAST);
    ReferenceMaskDecoder.Extras extras =
        new ReferenceMaskDecoder.Extras(
            new double[0][], Naive.rows(s1, MIDDLE), Naive.rows(s0, LAST));
    List<SpatialPrompt> batch = batch(3, 2, 2, false, masks);
    try (Operators ops = engine.operators()) {
      FeatureMaps maps =
          new FeatureMaps(
              Map.of(
                  FeatureMaps.EMBEDDING,
                  ops.tensor(embedding, grid, grid, CHANNELS),
                  FeatureMaps.HIGH_RESOLUTION_0,
                  ops.tensor(s0, side, side, LAST),
                  FeatureMaps.HIGH_RESOLUTION_1,
                  ops.tensor(s1, 2 * grid, 2 * grid, MIDDLE)));
      try (PreparedImage prepared = other.prepare(ops, maps)) {
        DecodedMasks found = decode(other, prepared, batch, true);
        for (int p = 0; p < batch.size(); p++) {
          ReferenceMaskDecoder.Answer expected =
              REFERENCE.decode(
                  Naive.rows(embedding, CHANNELS),
                  referencePrompts.densePositions(),
                  referencePrompts.sparse(batch.get(p)),
                  referencePrompts.dense(batch.get(p)),
                  extras);
          for (int k = 0; k < found.masks(); k++) {
            float[] logits = found.mask(p, k).values();
            for (int i = 0; i < logits.length; i++) {
              assertThat((double) logits[i]).isCloseTo(expected.masks()[k + 1][i], CLOSE);
            }
          }
        }
      }
    }
  }

  @Test
  void aPromptsMasksDoNotDependOnItsBatch() {
    List<SpatialPrompt> batch = batch(4, 7, 2, false, false);
    DecodedMasks together = decode(decoder, image, batch, true);
    for (int p = 0; p < batch.size(); p++) {
      DecodedMasks alone = decode(decoder, image, List.of(batch.get(p)), true);
      for (int k = 0; k < 3; k++) {
        assertClose(together.mask(p, k).values(), alone.mask(0, k).values());
        assertThat(together.iou(p, k)).isCloseTo(alone.iou(0, k), Offset.offset(1e-5f));
      }
    }
  }

  @Test
  void chunksMakeNoDifference() {
    for (boolean mask : new boolean[] {false, true}) {
      List<SpatialPrompt> batch = batch(5, 7, 1, true, mask);
      DecodedMasks whole = decode(decoder, image, batch, true);
      for (int chunk : new int[] {1, 3, 7}) {
        DecodedMasks found = decode(decoder.together(chunk), image, batch, true);
        assertClose(found.logits(), whole.logits());
        assertClose(found.iou(), whole.iou());
      }
    }
  }

  @Test
  void whatIsSharedChangesNothing() {
    List<SpatialPrompt> batch = batch(6, 3, 2, true, false);
    try (Operators ops = engine.operators()) {
      EncodedPrompts encoded = prompts.encode(ops, batch);
      Tensor dense = ops.empty(3, grid * grid, CHANNELS);
      Tensor none = ops.tensor(prompts.noMask(), CHANNELS);
      dense.set(new float[3 * grid * grid * CHANNELS]);
      EncodedPrompts general = new EncodedPrompts(encoded.sparse(), ops.add(dense, none));
      DecodedMasks shared = decoder.decode(ops, image, encoded, MaskRequest.of(MaskSet.MULTIPLE));
      DecodedMasks alone = decoder.decode(ops, image, general, MaskRequest.of(MaskSet.MULTIPLE));
      assertClose(shared.logits(), alone.logits());
      assertClose(shared.iou(), alone.iou());
    }
  }

  @Test
  void decodingChangesNeitherImageNorPrompts() {
    try (Operators ops = engine.operators()) {
      for (boolean mask : new boolean[] {false, true}) {
        EncodedPrompts encoded = prompts.encode(ops, batch(7, 1, 1, false, mask));
        float[] sparse = encoded.sparse().toArray();
        DecodedMasks first = decoder.decode(ops, image, encoded, MaskRequest.of(MaskSet.SINGLE));
        DecodedMasks second = decoder.decode(ops, image, encoded, MaskRequest.of(MaskSet.SINGLE));
        assertThat(second.logits()).containsExactly(first.logits());
        assertThat(encoded.sparse().toArray()).containsExactly(sparse);
      }
    }
  }

  private void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], Offset.offset(1e-5f));
    }
  }

  @Test
  void expandsOnlyMasksAboveTheBound() {
    for (boolean mask : new boolean[] {false, true}) {
      List<SpatialPrompt> batch = batch(12, 5, 1, false, mask);
      DecodedMasks all = decode(decoder, image, batch, true);
      float[] sorted = all.iou().clone();
      Arrays.sort(sorted);
      for (float above : new float[] {sorted[0], sorted[7], sorted[14]}) {
        DecodedMasks some;
        try (Operators ops = engine.operators()) {
          some =
              decoder.decode(
                  ops,
                  image,
                  prompts.encode(ops, batch),
                  MaskRequest.of(MaskSet.MULTIPLE).withAbove(above));
        }
        assertClose(some.iou(), all.iou());
        for (int i = 0; i < 15; i++) {
          float[] found = some.mask(i / 3, i % 3).values();
          float[] whole = all.mask(i / 3, i % 3).values();
          assertClose(found, all.iou()[i] > above ? whole : new float[whole.length]);
        }
      }
    }
  }

  @Test
  void saysWhatItHolds() {
    assertThat(image.bytes()).isEqualTo(4L * (2 * grid * grid * CHANNELS + projections));
    assertThat(decoder.masks(MaskRequest.of(MaskSet.SINGLE))).isEqualTo(1);
    assertThat(decoder.masks(MaskRequest.of(MaskSet.MULTIPLE))).isEqualTo(MASK_TOKENS - 1);
    assertThat(decoder.maskSide()).isEqualTo(side);
  }

  @Test
  void refusesForeignImagesAndShapes() {
    List<SpatialPrompt> batch = batch(1, 1, 1, false, false);
    MaskDecoder other = MaskDecoder.load(engine, PARAMETERS, HEADS, prompts);
    assertThatThrownBy(() -> decode(other, image, batch, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another decoder");
    Tensor transposed = engine.tensor(embedding, CHANNELS, grid * grid);
    assertThatThrownBy(() -> prepare(decoder, transposed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found Tensor[%d, %d]".formatted(CHANNELS, grid * grid));
    try (Operators ops = engine.operators()) {
      Tensor dense = ops.empty(2, grid * grid, CHANNELS);
      EncodedPrompts wrong = new EncodedPrompts(ops.empty(1, 2, CHANNELS), dense);
      assertThatThrownBy(() -> decoder.decode(ops, image, wrong, MaskRequest.of(MaskSet.SINGLE)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesAClosedImage() {
    PreparedImage closed = prepare(decoder, engine.tensor(embedding, grid, grid, CHANNELS));
    closed.close();
    closed.close();
    assertThatThrownBy(() -> decode(decoder, closed, batch(1, 1, 1, false, false), false))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void namesTheTensorThatDoesNotFit() {
    assertWrong(
        DecoderParameters.of(1, 2).without("transformer.norm_final_attn.bias"),
        "norm_final_attn.bias");
    assertWrong(
        DecoderParameters.of(1, 2).with("transformer.layers.1.norm2.weight", CHANNELS + 1),
        "norm2.weight");
    assertWrong(DecoderParameters.of(1, 0), "layers.0");
    assertWrong(
        DecoderParameters.of(1, 2).without("transformer.layers.1.norm1.weight"),
        "layers.1.norm1.weight");
    assertWrong(
        DecoderParameters.of(1, 2).without("output_hypernetworks_mlps.2.layers.1.weight"),
        "output_hypernetworks_mlps.2.layers.1.weight");
    assertWrong(
        DecoderParameters.of(1, 2).layer("iou_prediction_head.layers.1", 3, 14),
        "iou_prediction_head");
    assertWrong(
        DecoderParameters.of(1, 2).with("mask_tokens.weight", 4, CHANNELS + 1), "mask_tokens");
    assertThatThrownBy(() -> MaskDecoder.load(engine, PARAMETERS, 3, prompts))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("3 heads");
  }

  private void assertWrong(SeededParameters parameters, String tensor) {
    assertThatThrownBy(() -> MaskDecoder.load(engine, parameters, HEADS, prompts))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining(tensor);
  }
}
