package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.hq.HqFeatures;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SAM-HQ's masks are its authors', behind a ViT and behind a TinyViT, from every kind of file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamHqParityTest {
  private static final SegmentOptions HQ_ONLY =
      SegmentOptions.defaults().withOptions(Set.of(MaskOption.HQ_TOKEN_ONLY));

  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  @TestFactory
  Stream<DynamicNode> vitFromPth() {
    return onBothEngines("sam-hq-tiny", "checkpoint.pth");
  }

  /** Held against the authors' masks: transformers' own are wrong. */
  @TestFactory
  Stream<DynamicNode> vitFromHuggingFace() {
    return onBothEngines("sam-hq-tiny", ".");
  }

  @TestFactory
  Stream<DynamicNode> tinyVitFromSafetensors() {
    return onBothEngines("sam-hq-light-tiny", "checkpoint.safetensors");
  }

  private Stream<DynamicNode> onBothEngines(String name, String file) {
    return Stream.of(EngineUnderTest.values()).map(engine -> container(name, file, engine));
  }

  private DynamicNode container(String name, String file, EngineUnderTest engine) {
    Path folder = Goldens.small(name);
    try {
      Sam sam = engine.load(() -> Sam.load(folder.resolve(file).normalize()));
      open.add(sam);
      assertThat(sam.info().family()).isEqualTo("SAM-HQ");
      return DynamicContainer.dynamicContainer(
          engine.toString(), new PredictorCases(folder, sam).tests());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** From the .pth, of which a small TinyViT's size is not known: it is told here. */
  @ParameterizedTest
  @CsvSource({
    "sam-hq-tiny, CPU",
    "sam-hq-tiny, PORTABLE",
    "sam-hq-light-tiny, CPU",
    "sam-hq-light-tiny, PORTABLE",
  })
  void featuresThatNoMaskShows(String name, EngineUnderTest which) throws Exception {
    Path folder = Goldens.small(name);
    Json arrays =
        Json.read(folder.resolve("expected.json")).get("images").list().get(0).get("arrays");
    try (Checkpoint checkpoint = Checkpoint.open(folder.resolve("checkpoint.pth"));
        Engine engine =
            Engines.create(which.name().toLowerCase(Locale.ROOT), EngineOptions.defaults())) {
      Families.Recognised recognised = Families.recognise(checkpoint);
      Parameters weights = checkpoint.renamed(recognised.names());
      ModelMetadata metadata =
          new ModelMetadata(checkpoint.source(), Map.of("image_size", "160"), null);
      SegmentationModel model = recognised.family().load(engine, weights, metadata);
      try (Operators ops = engine.operators()) {
        float[] pixels = model.input().pixels(SamImage.read(folder.resolve("image0.png")));
        int side = model.input().side();
        FeatureMaps maps = model.encode(ops, ops.tensor(pixels, side, side, 3));
        Closeness.of(
                maps.embedding().swap(1, 2).swap(0, 1).toArray(),
                Npy.read(folder.resolve("image0.embedding.npy")).values())
            .within("embedding", PredictorCases.EMBEDDING);
        Tensor early = maps.map(HqFeatures.EARLY);
        same(folder, arrays.get("intermediate"), early);
        HqFeatures features =
            new HqFeatures(
                new StoredLayers(engine, weights.under("mask_decoder")),
                maps.embedding().dim(2),
                early.dim(2),
                arrays.get("hq-features").get("shape").integers()[0]);
        same(folder, arrays.get("hq-features"), features.of(ops, maps));
      }
    }
  }

  private static void same(Path folder, Json array, Tensor found) throws Exception {
    float[] channelsFirst = found.swap(1, 2).swap(0, 1).toArray();
    int step = array.get("step").integer();
    Closeness.of(
            Grids.subsample(channelsFirst, found.dim(2), found.dim(0), step),
            Npy.read(folder.resolve(array.get("file").text())).values())
        .within(array.get("file").text(), PredictorCases.EMBEDDING)
        .cosineAbove(0.99999);
  }

  @ParameterizedTest
  @EnumSource
  void oneMaskHoweverManyAreAskedFor(EngineUnderTest engine) throws Exception {
    Path folder = Goldens.small("sam-hq-light-tiny");
    try (Sam sam = engine.load(() -> Sam.load(folder.resolve("checkpoint.safetensors")))) {
      ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve("image0.png")));
      Prompt click = Prompt.point(165, 108);
      List<Mask> multiple =
          photo.segment(click, SegmentOptions.defaults().withMasks(MaskOutput.MULTIPLE));
      List<Mask> all = photo.segment(click, SegmentOptions.defaults().withMasks(MaskOutput.ALL));
      assertThat(multiple).hasSize(1);
      assertThat(all).hasSize(1);
      assertThat(all.get(0).lowResolution().values())
          .isEqualTo(multiple.get(0).lowResolution().values());
      List<Mask> alone = photo.segment(click, HQ_ONLY);
      assertThat(alone).hasSize(1);
      assertThat(alone.get(0).score()).isEqualTo(multiple.get(0).score());
      assertThat(alone.get(0).lowResolution().values())
          .isNotEqualTo(multiple.get(0).lowResolution().values());
    }
  }

  @ParameterizedTest
  @EnumSource
  void automaticMasks(EngineUnderTest engine) throws Exception {
    Path folder = Goldens.small("sam-hq-tiny");
    try (Sam sam = engine.load(() -> Sam.load(folder.resolve("checkpoint.pth")))) {
      ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve("image0.png")));
      EverythingOptions options =
          EverythingOptions.builder()
              .pointsPerSide(3)
              .predIouThresh(0.0)
              .stabilityScoreThresh(0.0)
              .boxNmsThresh(1.0)
              .build();
      List<Mask> everything = photo.everything(options);
      // Nothing is filtered and no two boxes overlap more than wholly: a mask for each point.
      assertThat(everything).hasSize(9);
      for (Mask mask : everything) {
        Mask clicked =
            photo
                .segment(
                    Prompt.point(mask.points().get(0).x(), mask.points().get(0).y()),
                    SegmentOptions.defaults().withMasks(MaskOutput.MULTIPLE))
                .get(0);
        assertThat(mask.bits().iou(clicked.bits())).isGreaterThanOrEqualTo(0.999);
        assertThat(mask.score()).isCloseTo(clicked.score(), Offset.offset(1e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void otherModelsRefuseItsOption(EngineUnderTest engine) throws Exception {
    Path folder = Goldens.small("sam1-tiny");
    try (Sam sam = engine.load(() -> Sam.load(folder.resolve("checkpoint.pth")))) {
      ImageEmbedding photo = sam.embed(SamImage.read(folder.resolve("image0.png")));
      assertThatThrownBy(() -> photo.segment(Prompt.point(10, 10), HQ_ONLY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SAM (Segment Anything) has no option 'hq token only'");
    }
  }
}
