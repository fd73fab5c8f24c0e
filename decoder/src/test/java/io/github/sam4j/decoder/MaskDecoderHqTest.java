package io.github.sam4j.decoder;

import static io.github.sam4j.decoder.DecoderParameters.CHANNELS;
import static io.github.sam4j.decoder.DecoderParameters.HEADS;
import static io.github.sam4j.decoder.DecoderParameters.LAST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.hq.HqFeatures;
import io.github.sam4j.decoder.hq.MaskDecoderHq;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.Naive;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.ReferencePromptEncoder;
import io.github.sam4j.prompt.SeededParameters;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SAM-HQ's decoder does what is drawn, whichever way it is computed. */
class MaskDecoderHqTest {
  private static final int GRID = 3;
  private static final int SIDE = 4 * GRID;
  private static final int INPUT = 24;
  private static final int EARLY = 7;
  private static final SeededParameters PROMPT_PARAMETERS =
      SeededParameters.promptEncoder(32, CHANNELS, 3, 7);
  private static final Random RANDOM = new Random(33);
  private static final float[] EMBEDDING = gaussian(GRID * GRID * CHANNELS);
  private static final float[] EARLY_MAP = gaussian(GRID * GRID * EARLY);
  private static final List<SpatialPrompt> CLICKS =
      List.of(Prompt.point(3, 4), Prompt.point(20, 9), Prompt.point(11, 17));
  private static final Set<MaskOption> HQ_ONLY = Set.of(MaskOption.HQ_TOKEN_ONLY);

  /** Every width differs, so that none can stand for another. */
  private static SeededParameters parameters() {
    return DecoderParameters.of(31, 2)
        .with("hf_token.weight", 1, CHANNELS)
        .layer("hf_mlp.layers.0", 12, CHANNELS)
        .layer("hf_mlp.layers.1", 13, 12)
        .layer("hf_mlp.layers.2", LAST, 13)
        .with("compress_vit_feat.0.weight", EARLY, 8, 2, 2)
        .with("compress_vit_feat.0.bias", 8)
        .layer("compress_vit_feat.1", 8)
        .with("compress_vit_feat.3.weight", 8, LAST, 2, 2)
        .with("compress_vit_feat.3.bias", LAST)
        .with("embedding_encoder.0.weight", CHANNELS, 10, 2, 2)
        .with("embedding_encoder.0.bias", 10)
        .layer("embedding_encoder.1", 10)
        .with("embedding_encoder.3.weight", 10, LAST, 2, 2)
        .with("embedding_encoder.3.bias", LAST)
        .layer("embedding_maskfeature.0", 11, LAST, 3, 3)
        .layer("embedding_maskfeature.1", 11)
        .layer("embedding_maskfeature.3", LAST, 11, 3, 3);
  }

  private static float[] gaussian(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) RANDOM.nextGaussian();
    }
    return values;
  }

  private static ReferenceMaskDecoderHq.Answer expected(SpatialPrompt prompt) {
    ReferencePromptEncoder encoder = new ReferencePromptEncoder(PROMPT_PARAMETERS, INPUT, GRID);
    return new ReferenceMaskDecoderHq(parameters(), CHANNELS, HEADS)
        .decode(
            Naive.rows(EMBEDDING, CHANNELS),
            Naive.rows(EARLY_MAP, EARLY),
            encoder.densePositions(),
            encoder.sparse(prompt),
            encoder.dense(prompt));
  }

  private static MaskDecoder load(Engine engine, Parameters parameters) {
    return MaskDecoderHq.load(
        engine, parameters, TwoWayConfig.sam(CHANNELS, HEADS), prompts(engine), EARLY);
  }

  private static PromptEncoder prompts(Engine engine) {
    return new PromptEncoder(engine, PROMPT_PARAMETERS, INPUT, GRID);
  }

  private static Engine engine(String name) {
    return Engines.create(name, new EngineOptions(1, Precision.F32));
  }

  private static FeatureMaps maps(Operators ops) {
    return new FeatureMaps(
        Map.of(
            FeatureMaps.EMBEDDING,
            ops.tensor(EMBEDDING, GRID, GRID, CHANNELS),
            HqFeatures.EARLY,
            ops.tensor(EARLY_MAP, GRID, GRID, EARLY)));
  }

  private static DecodedMasks decode(
      String engine, List<SpatialPrompt> batch, MaskRequest request) {
    try (Engine own = engine(engine);
        Operators ops = own.operators()) {
      MaskDecoder decoder = load(own, parameters());
      try (PreparedImage image = decoder.prepare(ops, maps(ops))) {
        return decoder.decode(ops, image, prompts(own).encode(ops, batch), request);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void singleMaskIsTheSumOfTwo(String engine) {
    DecodedMasks found = decode(engine, CLICKS, MaskRequest.of(MaskSet.SINGLE));
    assertThat(found.masks()).isEqualTo(1);
    for (int p = 0; p < CLICKS.size(); p++) {
      ReferenceMaskDecoderHq.Answer expected = expected(CLICKS.get(p));
      assertClose(found, p, expected.sum(0), expected.iou()[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void ofMultipleMasksTheBestIsAdded(String engine) {
    for (MaskSet masks : List.of(MaskSet.MULTIPLE, MaskSet.ALL)) {
      DecodedMasks found = decode(engine, CLICKS, MaskRequest.of(masks));
      assertThat(found.masks()).isEqualTo(1);
      for (int p = 0; p < CLICKS.size(); p++) {
        ReferenceMaskDecoderHq.Answer expected = expected(CLICKS.get(p));
        assertClose(found, p, expected.sum(expected.best()), expected.iou()[expected.best()]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void hqTokenAlone(String engine) {
    DecodedMasks single =
        decode(engine, CLICKS, MaskRequest.of(MaskSet.SINGLE).withOptions(HQ_ONLY));
    DecodedMasks multiple =
        decode(engine, CLICKS, MaskRequest.of(MaskSet.MULTIPLE).withOptions(HQ_ONLY));
    for (int p = 0; p < CLICKS.size(); p++) {
      ReferenceMaskDecoderHq.Answer expected = expected(CLICKS.get(p));
      assertClose(single, p, expected.hq(), expected.iou()[0]);
      assertClose(multiple, p, expected.hq(), expected.iou()[expected.best()]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void afterAMask(String engine) {
    SpatialPrompt prompt =
        Prompt.box(2, 3, 19, 20).refining(new LowResolutionLogits(SIDE, gaussian(SIDE * SIDE)));
    DecodedMasks found = decode(engine, List.of(prompt), MaskRequest.of(MaskSet.SINGLE));
    ReferenceMaskDecoderHq.Answer expected = expected(prompt);
    assertClose(found, 0, expected.sum(0), expected.iou()[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void masksThatAreNotGoodEnoughAreNotExpanded(String engine) {
    DecodedMasks found =
        decode(engine, CLICKS, MaskRequest.of(MaskSet.MULTIPLE).withAbove(Float.POSITIVE_INFINITY));
    assertThat(found.logits()).containsOnly(0);
    ReferenceMaskDecoderHq.Answer expected = expected(CLICKS.get(0));
    assertThat((double) found.iou(0, 0))
        .isCloseTo(expected.iou()[expected.best()], Offset.offset(2e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void featuresOfAPicture(String engine) {
    try (Engine own = engine(engine);
        Operators ops = own.operators()) {
      Tensor found =
          new HqFeatures(new StoredLayers(own, parameters()), CHANNELS, EARLY, LAST)
              .of(ops, maps(ops));
      assertThat(found.shape()).containsExactly(SIDE, SIDE, LAST);
      double[][] expected =
          new ReferenceMaskDecoderHq(parameters(), CHANNELS, HEADS)
              .features(Naive.rows(EMBEDDING, CHANNELS), Naive.rows(EARLY_MAP, EARLY));
      assertClose(found.toArray(), Naive.flat(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "portable"})
  void picturesWithoutTheEarlyMapAreRefused(String engine) {
    try (Engine own = engine(engine);
        Operators ops = own.operators()) {
      MaskDecoder decoder = load(own, parameters());
      FeatureMaps embedding = FeatureMaps.of(ops.tensor(EMBEDDING, GRID, GRID, CHANNELS));
      assertThatThrownBy(() -> decoder.prepare(ops, embedding))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("interm_embeddings");
      FeatureMaps narrow =
          new FeatureMaps(
              Map.of(
                  FeatureMaps.EMBEDDING,
                  embedding.embedding(),
                  HqFeatures.EARLY,
                  ops.empty(GRID, GRID, EARLY - 1)));
      assertThatThrownBy(() -> decoder.prepare(ops, narrow))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("interm_embeddings must have shape [3, 3, 7]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf_token.weight",
        "hf_mlp.layers.0.weight",
        "compress_vit_feat.0.weight",
        "compress_vit_feat.1.bias",
        "embedding_encoder.3.weight",
        "embedding_maskfeature.0.bias",
        "embedding_maskfeature.3.weight",
      })
  void damagedFilesAreRefusedByTensor(String name) {
    try (Engine engine = engine("portable")) {
      assertThatThrownBy(() -> load(engine, parameters().without(name)))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining(name.substring(0, name.lastIndexOf('.')));
      assertThatThrownBy(() -> load(engine, parameters().with(name, 2, 3, 5)))
          .isInstanceOf(WeightsFormatException.class)
          .hasMessageContaining(name)
          .hasMessageContaining("found shape [2, 3, 5]");
    }
  }

  private static void assertClose(DecodedMasks found, int prompt, double[] mask, double iou) {
    assertClose(found.mask(prompt, 0).values(), mask);
    assertThat((double) found.iou(prompt, 0)).isCloseTo(iou, Offset.offset(2e-5));
  }

  private static void assertClose(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], Offset.offset(4e-5));
    }
  }
}
