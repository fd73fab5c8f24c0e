package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.encoder.vit.PositionEmbedding;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.weights.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** EfficientSAM's authors' code, on a small model of its kind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EfficientSamParityTest {
  private static final Path FOLDER = Goldens.small("efficient-sam-tiny");
  private static final Path SAFETENSORS = FOLDER.resolve("checkpoint.safetensors");
  private static final Path TORCH = FOLDER.resolve("checkpoint.pt");

  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  @TestFactory
  Stream<DynamicNode> safetensors() {
    return onBothEngines(() -> Sam.load(SAFETENSORS));
  }

  /** A torch file cannot say how large its pictures are; its tensors are those of the other. */
  @Test
  void tensorsOfTheTorchFile() throws IOException {
    try (Checkpoint torch = Checkpoint.open(TORCH);
        Checkpoint stated = Checkpoint.open(SAFETENSORS)) {
      assertThat(torch.metadata()).isEmpty();
      assertThat(stated.metadata()).containsEntry("image_size", "256");
      assertThat(torch.names()).isEqualTo(stated.names());
      for (String name : torch.names()) {
        assertThat(torch.shape(name)).as(name).isEqualTo(stated.shape(name));
        assertThat(torch.values(name)).as(name).isEqualTo(stated.values(name));
      }
    }
  }

  private Stream<DynamicNode> onBothEngines(Callable<Sam> load) {
    return Stream.of(EngineUnderTest.values())
        .map(
            engine -> {
              try {
                Sam sam = engine.load(load);
                open.add(sam);
                return DynamicContainer.dynamicContainer(
                    engine.toString(), new PredictorCases(FOLDER, sam).tests());
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  /** As published files have it: 1024 pixels, and 4096 tokens that all attend to each other. */
  @ParameterizedTest
  @EnumSource
  void torchFileAtThePublishedSize(EngineUnderTest engine) throws Exception {
    try (Sam sam = engine.load(() -> Sam.load(TORCH))) {
      assertThat(sam.info().family()).isEqualTo("EfficientSAM");
      assertThat(sam.info().inputSize()).isEqualTo(1024);
      ImageEmbedding embedding = sam.embed(SamImage.read(FOLDER.resolve("image0.png")));
      assertThat(embedding.grid()).isEqualTo(64);
      for (float value : embedding.values()) {
        assertThat(value).isFinite();
      }
      List<Mask> masks = embedding.segment(Prompt.point(165.5, 108.5));
      assertThat(masks).hasSize(3);
      assertThat(masks.get(0).lowResolution().side()).isEqualTo(256);
    }
  }

  @Test
  void positionsAreThoseOfAnotherMap() throws IOException {
    Json array =
        Json.read(FOLDER.resolve("expected.json"))
            .get("images")
            .list()
            .get(0)
            .get("arrays")
            .get("position");
    int[] shape = array.get("shape").integers();
    int channels = shape[0];
    int grid = shape[1];
    try (Checkpoint checkpoint = Checkpoint.open(SAFETENSORS)) {
      float[] rows = PositionEmbedding.load(checkpoint.under("image_encoder"), grid, channels);
      float[] planes = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        planes[i % channels * grid * grid + i / channels] = rows[i];
      }
      Closeness.of(
              Grids.subsample(planes, channels, grid, array.get("step").integer()),
              Npy.read(FOLDER.resolve(array.get("file").text())).values())
          .within("positions", 1e-5);
    }
  }

  @Test
  void tellsWhatItLeavesOut() throws Exception {
    SpatialPrompt prompt = Prompt.box(10, 10, 200, 180).exclude(3, 4);
    for (int i = 0; i < 4; i++) {
      prompt = prompt.include(20 + i, 30);
    }
    try (Sam sam = EngineUnderTest.CPU.load(() -> Sam.load(SAFETENSORS))) {
      ImageEmbedding embedding = sam.embed(SamImage.read(FOLDER.resolve("image0.png")));
      assertThat(logged(() -> embedding.segment(Prompt.point(165.5, 108.5)))).isEmpty();
      SpatialPrompt seven = prompt;
      assertThat(logged(() -> embedding.segment(seven)))
          .contains("EfficientSAM takes 6 points in a prompt")
          .contains("found 7")
          .contains("EfficientSAM takes clicks on the object and a box: found 1 beside it");
    }
  }

  /** What the tests' logger writes to the error stream. */
  private static String logged(Runnable call) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      call.run();
    } finally {
      System.setErr(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void takesNoMask() throws Exception {
    try (Sam sam = EngineUnderTest.PORTABLE.load(() -> Sam.load(SAFETENSORS))) {
      ImageEmbedding embedding = sam.embed(SamImage.read(FOLDER.resolve("image0.png")));
      Mask mask = embedding.segment(Prompt.point(165.5, 108.5)).get(0);
      assertThatThrownBy(() -> embedding.segment(Prompt.mask(mask.lowResolution())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "EfficientSAM takes foreground points, background points, box in a prompt,"
                  + " found mask");
    }
  }
}
