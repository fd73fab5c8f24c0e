package io.github.sam4j.decoder;

import static io.github.sam4j.decoder.DecoderParameters.CHANNELS;
import static io.github.sam4j.decoder.DecoderParameters.HEADS;
import static io.github.sam4j.decoder.DecoderParameters.LAST;
import static io.github.sam4j.decoder.DecoderParameters.MASK_TOKENS;
import static io.github.sam4j.decoder.DecoderParameters.MIDDLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import io.github.sam4j.prompt.EncodedPrompts;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.ReferencePromptEncoder;
import io.github.sam4j.prompt.SeededParameters;
import io.github.sam4j.prompt.SpatialPrompt;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Decoders put together from parts that SAM does not have. */
class AssembledMaskDecoderTest {
  private static final int GRID = 3;
  private static final int SIDE = 4 * GRID;
  private static final int INPUT = 24;
  private static final SeededParameters PARAMETERS = DecoderParameters.of(21, 2);
  private static final SeededParameters PROMPT_PARAMETERS =
      SeededParameters.promptEncoder(22, CHANNELS, 3, 7);
  private static final Random RANDOM = new Random(23);
  private static final float[] EMBEDDING = gaussian(GRID * GRID * CHANNELS);
  private static final float[] S1 = gaussian(4 * GRID * GRID * MIDDLE);
  private static final float[] S0 = gaussian(SIDE * SIDE * LAST);
  private static final float[] OBJECT_TOKEN = gaussian(CHANNELS);
  private static final List<SpatialPrompt> BATCH =
      List.of(Prompt.point(3, 4), Prompt.point(20, 9), Prompt.point(11, 17));

  private static Engine engine;
  private static PromptEncoder prompts;

  @BeforeAll
  static void load() {
    engine = Engines.create(new EngineOptions(1, Precision.F32));
    prompts = new PromptEncoder(engine, PROMPT_PARAMETERS, INPUT, GRID);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static float[] gaussian(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) RANDOM.nextGaussian();
    }
    return values;
  }

  /** Tokens [object, IoU, masks], finer features added in the upscaling. */
  private static MaskDecoder decoder(int hypernetworks, MaskChoice choice) {
    StoredLayers layers = new StoredLayers(engine, PARAMETERS);
    OutputTokens sam = OutputTokens.load(engine, PARAMETERS, CHANNELS);
    float[] tokens = Arrays.copyOf(OBJECT_TOKEN, (1 + sam.count()) * CHANNELS);
    float[] own = sam.tokens().toArray();
    System.arraycopy(own, 0, tokens, CHANNELS, own.length);
    TwoWayTransformer transformer =
        new TwoWayTransformer(
            layers.under("transformer"),
            TwoWayConfig.sam(CHANNELS, HEADS),
            prompts.densePositions());
    CellsPath path =
        new CellsPath(
            transformer,
            new OutputUpscaling(layers.under("output_upscaling"), CHANNELS, true),
            engine.tensor(prompts.noMask(), CHANNELS));
    List<Mlp> mlps = new ArrayList<>();
    for (int i = 0; i < hypernetworks; i++) {
      mlps.add(Mlp.load(layers.under("output_hypernetworks_mlps." + i), CHANNELS, LAST));
    }
    return new MaskDecoder(
        engine,
        new OutputTokens(engine.tensor(tokens, 1 + sam.count(), CHANNELS), 1, 2, hypernetworks),
        path,
        new DecoderHeads(
            mlps, Mlp.load(layers.under("iou_prediction_head"), CHANNELS, MASK_TOKENS), null),
        choice);
  }

  private static ReferenceMaskDecoder.Answer expected(SpatialPrompt prompt) {
    ReferencePromptEncoder encoder = new ReferencePromptEncoder(PROMPT_PARAMETERS, INPUT, GRID);
    return new ReferenceMaskDecoder(PARAMETERS, CHANNELS, HEADS)
        .decode(
            Naive.rows(EMBEDDING, CHANNELS),
            encoder.densePositions(),
            encoder.sparse(prompt),
            encoder.dense(prompt),
            new ReferenceMaskDecoder.Extras(
                Naive.rows(OBJECT_TOKEN, CHANNELS), Naive.rows(S1, MIDDLE), Naive.rows(S0, LAST)));
  }

  private static DecodedMasks decode(MaskDecoder decoder, MaskRequest request) {
    try (Operators ops = engine.operators()) {
      FeatureMaps maps =
          new FeatureMaps(
              Map.of(
                  FeatureMaps.EMBEDDING,
                  ops.tensor(EMBEDDING, GRID, GRID, CHANNELS),
                  FeatureMaps.HIGH_RESOLUTION_1,
                  ops.tensor(S1, 2 * GRID, 2 * GRID, MIDDLE),
                  FeatureMaps.HIGH_RESOLUTION_0,
                  ops.tensor(S0, SIDE, SIDE, LAST)));
      EncodedPrompts encoded = prompts.encode(ops, BATCH);
      try (PreparedImage image = decoder.prepare(ops, maps)) {
        return decoder.decode(ops, image, encoded, request);
      }
    }
  }

  @Test
  void addsFinerFeaturesAndTokens() {
    MaskDecoder decoder = decoder(MASK_TOKENS, MaskChoice.sam(MASK_TOKENS));
    DecodedMasks found = decode(decoder, MaskRequest.of(MaskSet.MULTIPLE));
    for (int p = 0; p < BATCH.size(); p++) {
      ReferenceMaskDecoder.Answer expected = expected(BATCH.get(p));
      for (int k = 0; k < 3; k++) {
        assertClose(found.mask(p, k).values(), expected.masks()[1 + k]);
        assertThat((double) found.iou(p, k)).isCloseTo(expected.iou()[1 + k], Offset.offset(2e-5));
      }
    }
  }

  /** The best of three masks plus mask 0. */
  private static final class Sums implements MaskChoice {
    @Override
    public int masks(MaskRequest request) {
      return 1;
    }

    @Override
    public List<Candidates> candidates(MaskRequest request, float[] iou) {
      return List.of(new Candidates(List.of(best(iou), 0), iou[best(iou)]));
    }

    @Override
    public Answer answer(Candidates candidates, List<FloatBuffer> logits, float[] iou) {
      float[] sum = new float[SIDE * SIDE];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = logits.get(0).get(i) + logits.get(1).get(i);
      }
      return new Answer(FloatBuffer.wrap(sum), iou[0]);
    }

    static int best(float[] iou) {
      int best = 1;
      for (int k = 2; k < iou.length; k++) {
        best = iou[k] > iou[best] ? k : best;
      }
      return best;
    }
  }

  @Test
  void choiceMakesMasksOfSeveralTokens() {
    DecodedMasks found = decode(decoder(MASK_TOKENS, new Sums()), MaskRequest.of(MaskSet.MULTIPLE));
    assertThat(found.masks()).isEqualTo(1);
    for (int p = 0; p < BATCH.size(); p++) {
      ReferenceMaskDecoder.Answer expected = expected(BATCH.get(p));
      float[] iou = new float[MASK_TOKENS];
      for (int k = 0; k < MASK_TOKENS; k++) {
        iou[k] = (float) expected.iou()[k];
      }
      double[] sum = expected.masks()[Sums.best(iou)].clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += expected.masks()[0][i];
      }
      assertClose(found.mask(p, 0).values(), sum);
      assertThat((double) found.iou(p, 0)).isCloseTo(expected.iou()[0], Offset.offset(2e-5));
    }
  }

  @Test
  void choiceTellsWhatIsWorthExpanding() {
    DecodedMasks found =
        decode(
            decoder(MASK_TOKENS, new Sums()),
            MaskRequest.of(MaskSet.MULTIPLE).withAbove(Float.POSITIVE_INFINITY));
    assertThat(found.logits()).containsOnly(0);
    float[] iou = new float[MASK_TOKENS];
    ReferenceMaskDecoder.Answer expected = expected(BATCH.get(0));
    for (int k = 0; k < MASK_TOKENS; k++) {
      iou[k] = (float) expected.iou()[k];
    }
    assertThat(found.iou(0, 0)).isCloseTo(iou[Sums.best(iou)], Offset.offset(2e-5f));
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new MaskDecoder(
                    engine,
                    OutputTokens.load(engine, PARAMETERS, CHANNELS),
                    new CellsPath(
                        new TwoWayTransformer(
                            new StoredLayers(engine, PARAMETERS.under("transformer")),
                            TwoWayConfig.sam(CHANNELS, HEADS),
                            prompts.densePositions()),
                        new OutputUpscaling(
                            new StoredLayers(engine, PARAMETERS.under("output_upscaling")),
                            CHANNELS,
                            false),
                        null),
                    new DecoderHeads(
                        List.of(),
                        Mlp.load(
                            new StoredLayers(engine, PARAMETERS.under("iou_prediction_head")),
                            CHANNELS,
                            MASK_TOKENS),
                        null),
                    MaskChoice.sam(MASK_TOKENS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a hypernetwork for each of 4 mask tokens, found 0");
    assertThatThrownBy(() -> new OutputTokens(engine.tensor(new float[32], 2, 16), 0, 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 and 2 from 1");
  }

  private static void assertClose(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], Offset.offset(4e-5));
    }
  }
}
