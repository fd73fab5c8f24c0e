package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.ResizeLongestSide;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.repvit.RepViT;
import io.github.sam4j.encoder.repvit.RepViTConfig;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.MaskOrder;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EdgeSAM and RepViT-SAM: the same masks and stages as their authors' code from small models. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepVitParityTest {
  private static final Map<String, String> SIZE = Map.of("image_size", "160");

  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  @TestFactory
  Stream<DynamicNode> edgeSam() throws Exception {
    return onBothEngines("edge-sam-tiny");
  }

  @TestFactory
  Stream<DynamicNode> repVitSam() throws Exception {
    return onBothEngines("repvit-sam-tiny");
  }

  private Stream<DynamicNode> onBothEngines(String name) throws Exception {
    Path folder = Goldens.small(name);
    List<DynamicNode> engines = new ArrayList<>();
    for (EngineUnderTest engine : EngineUnderTest.values()) {
      Sam sam = engine.load(() -> Sam.load(folder.resolve("checkpoint.safetensors")));
      open.add(sam);
      engines.add(
          DynamicContainer.dynamicContainer(
              engine.toString(), new PredictorCases(folder, sam).tests()));
    }
    return engines.stream();
  }

  /** A .pth does not say its input's size, so that the small model must be told. */
  @ParameterizedTest
  @CsvSource({
    "edge-sam-tiny, PORTABLE",
    "edge-sam-tiny, CPU",
    "repvit-sam-tiny, PORTABLE",
    "repvit-sam-tiny, CPU"
  })
  void embeddingFromPth(String name, EngineUnderTest engine) throws Exception {
    Path folder = Goldens.small(name);
    try (Engine own = engine(engine);
        Operators ops = own.operators();
        Checkpoint checkpoint = Checkpoint.open(folder.resolve("checkpoint.pth"))) {
      Families.Recognised recognised = Families.recognise(checkpoint);
      SegmentationModel model =
          recognised
              .family()
              .load(
                  own,
                  checkpoint.renamed(recognised.names()),
                  new ModelMetadata(checkpoint.source(), SIZE, null));
      Tensor embedding = model.encode(ops, pixels(ops, folder)).embedding();
      Closeness.of(
              channelsFirst(embedding), Npy.read(folder.resolve("image0.embedding.npy")).values())
          .within("embedding", PredictorCases.EMBEDDING)
          .cosineAbove(0.99999);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "edge-sam-tiny, PORTABLE",
    "edge-sam-tiny, CPU",
    "repvit-sam-tiny, PORTABLE",
    "repvit-sam-tiny, CPU"
  })
  void stages(String name, EngineUnderTest engine) throws Exception {
    Path folder = Goldens.small(name);
    Json arrays =
        Json.read(folder.resolve("expected.json")).get("images").list().get(0).get("arrays");
    try (Engine own = engine(engine);
        Operators ops = own.operators();
        Checkpoint checkpoint = Checkpoint.open(folder.resolve("checkpoint.safetensors"))) {
      var image = checkpoint.under("image_encoder");
      RepViT encoder = new RepViT(own, image, RepViTConfig.infer(image, checkpoint.metadata()));
      List<float[]> maps = new ArrayList<>();
      encoder.encode(ops, pixels(ops, folder), (index, map) -> maps.add(channelsFirst(map)));
      assertThat(maps).hasSize(4);
      for (int i = 0; i < maps.size(); i++) {
        Json array = arrays.get("stage" + i);
        int[] shape = array.get("shape").integers();
        float[] expected = Npy.read(folder.resolve(array.get("file").text())).values();
        float[] found =
            Grids.subsample(maps.get(i), shape[0], shape[1], array.get("step").integer());
        // The small EdgeSAM's maps grow to values of some hundreds before they are normalised.
        Closeness.of(found, expected)
            .within("stage " + i, 5e-6 * largest(expected))
            .cosineAbove(0.99999);
      }
    }
  }

  private static double largest(float[] values) {
    double largest = 1;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static Engine engine(EngineUnderTest engine) {
    return Engines.create(engine.name().toLowerCase(Locale.ROOT), EngineOptions.defaults());
  }

  private static Tensor pixels(Operators ops, Path folder) throws IOException {
    // Both families take pictures as SAM does, which the cases above hold against the reference.
    SamImage picture = SamImage.read(folder.resolve("image0.png"));
    return ops.tensor(
        new ResizeLongestSide(160, Normalization.IMAGENET_255).pixels(picture), 160, 160, 3);
  }

  private static float[] channelsFirst(Tensor map) {
    float[] values = map.toArray();
    int channels = map.dim(-1);
    int cells = values.length / channels;
    float[] planes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      planes[i % channels * cells + i / channels] = values[i];
    }
    return planes;
  }

  /** EdgeSAM's detector variant has a feature pyramid and a proposal head besides. */
  @Test
  void partsBesideTheModelAreHarmless(@TempDir Path temporary) throws IOException {
    Path file = temporary.resolve("more.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter();
    try (Checkpoint checkpoint =
        Checkpoint.open(Goldens.small("edge-sam-tiny").resolve("checkpoint.safetensors"))) {
      for (String each : checkpoint.names()) {
        if (!each.endsWith(".num_batches_tracked")) {
          writer.tensor(each, checkpoint.shape(each), checkpoint.values(each));
        }
      }
    }
    writer.tensor("fpn.fpn_convs.0.conv.weight", new int[] {2}, 1, 2);
    writer.tensor("rpn_head.rpn_cls.bias", new int[] {1}, 1);
    writer.write(file);
    try (Sam sam = Sam.load(file)) {
      assertThat(sam.info().family()).isEqualTo("EdgeSAM");
    }
  }

  /** As its authors' predictor, whose default is the predicted IoU. */
  @Test
  void masksAreRankedByWhatIsAskedFor() throws Exception {
    try (Sam sam = Sam.load(Goldens.small("edge-sam-tiny").resolve("checkpoint.safetensors"))) {
      var photo = sam.embed(SamImage.read(Goldens.small("edge-sam-tiny").resolve("image0.png")));
      SegmentOptions all = SegmentOptions.defaults().withMasks(MaskOutput.ALL);
      Prompt click = Prompt.point(165.5, 108.5);
      assertThat(scores(photo.segment(click, all)))
          .isEqualTo(scores(photo.segment(click, all.withOrder(MaskOrder.predictedIou()))))
          .isNotEqualTo(scores(photo.segment(click, all.withOrder(MaskOrder.stability()))));
    }
  }

  private static List<Double> scores(List<Mask> masks) {
    List<Double> scores = masks.stream().map(Mask::score).toList();
    assertThat(scores).hasSize(4).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    return scores;
  }
}
