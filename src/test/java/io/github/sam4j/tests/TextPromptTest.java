package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.cli.Main;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.prompt.Prompt;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Texts and examples, from words to masks, with a detector that knows colours. */
class TextPromptTest {
  private static final int SIDE = 512;
  private static final int CELL = SIDE / ColourDetector.GRID;
  private static final Color RED = Color.RED;
  private static final Color DARK_RED = new Color(160, 60, 0);
  private static final Color GREEN = Color.GREEN;
  private static final Color BLUE = Color.BLUE;

  private static final Box RED_SQUARE = square(0, 0);
  private static final Box DARK_RED_SQUARE = square(2, 2);
  private static final Box GREEN_SQUARE = square(2, 0);
  private static final Box OTHER_GREEN_SQUARE = square(0, 2);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aTextFindsItsObjects(EngineUnderTest engine) throws Exception {
    try (Sam sam = load(engine)) {
      ImageEmbedding picture = sam.embed(picture());
      List<Mask> masks = picture.segment(Prompt.text("red"));
      assertThat(masks).allSatisfy(mask -> assertThat(mask.label()).contains("red"));
      covers(masks, RED_SQUARE, DARK_RED_SQUARE);
      assertThat(picture.segment(Prompt.text("a Red")))
          .allSatisfy(mask -> assertThat(mask.label()).contains("a Red"))
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void severalTextsLabelWhatEachFinds(EngineUnderTest engine) throws Exception {
    try (Sam sam = load(engine)) {
      List<Mask> masks = sam.embed(picture()).segment(Prompt.texts("red", "green"));
      covers(labelled(masks, "red"), RED_SQUARE, DARK_RED_SQUARE);
      covers(labelled(masks, "green"), GREEN_SQUARE, OTHER_GREEN_SQUARE);
      assertThat(masks).hasSize(4);
      for (int i = 0; i + 1 < masks.size(); i++) {
        assertThat(masks.get(i).rank()).isGreaterThanOrEqualTo(masks.get(i + 1).rank());
      }
      assertThat(masks)
          .allSatisfy(
              mask -> assertThat(mask.rank()).isCloseTo(mask.score() * score(mask), within(1e-12)));
    }
  }

  @Test
  void clicksAndABoxNarrowATextsObjects() throws Exception {
    try (Sam sam = load(EngineUnderTest.CPU)) {
      ImageEmbedding picture = sam.embed(picture());
      covers(
          picture.segment(Prompt.text("red").within(new Box(0, 0, SIDE / 2.0, SIDE / 2.0))),
          RED_SQUARE);
      covers(picture.segment(Prompt.text("red").include(2.8 * CELL, 2.9 * CELL)), DARK_RED_SQUARE);
      assertThat(picture.segment(Prompt.text("red").include(2.8 * CELL, 0.8 * CELL))).isEmpty();

      List<Mask> all = picture.segment(Prompt.text("red"));
      List<Mask> besideAll = picture.segment(Prompt.text("red").exclude(5, 5));
      same(besideAll, all);
      List<Mask> corrected = picture.segment(Prompt.text("red").exclude(0.6 * CELL, 0.6 * CELL));
      assertThat(corrected)
          .filteredOn(mask -> mask.points().size() == 1)
          .singleElement()
          .satisfies(mask -> assertThat(mask.prompt().box()).isEqualTo(box(all, RED_SQUARE)));
    }
  }

  @Test
  void findsMoreLikeAnExample() throws Exception {
    try (Sam sam = load(EngineUnderTest.CPU)) {
      ImageEmbedding picture = sam.embed(picture());
      List<Mask> greens = picture.segment(Prompt.like(plain(GREEN, 40)));
      covers(greens, GREEN_SQUARE, OTHER_GREEN_SQUARE);
      assertThat(greens).allSatisfy(mask -> assertThat(mask.label()).contains("example"));
      same(picture.like(greens.get(0)), greens);
    }
  }

  @Test
  void optionsChooseAmongWhatWasFound() throws Exception {
    try (Sam sam = load(EngineUnderTest.CPU)) {
      ImageEmbedding picture = sam.embed(picture());
      Prompt red = Prompt.text("red");
      GroundingOptions options = GroundingOptions.defaults();
      // The very colour scores 0.95, the dark one 0.86.
      covers(picture.segment(red, options.withScoreThreshold(0.9)), RED_SQUARE);
      covers(picture.segment(red, options.withMaximumCount(1)), RED_SQUARE);
      assertThat(picture.segment(red, options.withScoreThreshold(0.96))).isEmpty();
      Prompt narrowed = Prompt.text("red").within(DARK_RED_SQUARE);
      covers(picture.segment(narrowed, options.withMaximumCount(1)), DARK_RED_SQUARE);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> picture.segment(Prompt.point(1, 2), options))
          .withMessageContaining("grounding options are for texts and examples");
    }
  }

  @Test
  void anObjectThatIsFoundTwiceIsOneMask() throws Exception {
    Path detector = ColourDetector.writeWithOneBox(folder);
    try (Sam sam = EngineUnderTest.CPU.load(() -> Sam.bundled(options(detector)))) {
      ImageEmbedding picture = sam.embed(picture());
      List<Mask> masks =
          picture.segment(Prompt.text("red"), GroundingOptions.defaults().withNmsThreshold(1));
      assertThat(masks).hasSize(1);
      assertThat(score(masks.get(0))).isGreaterThan(0.9);
      assertThat(picture.segment(Prompt.texts("red", "green"))).hasSize(1);
    }
  }

  @Test
  void promptsOfAllKindsAnswerTheSameEachTime() throws Exception {
    try (Sam sam = load(EngineUnderTest.CPU)) {
      ImageEmbedding picture = sam.embed(picture());
      List<Prompt> prompts =
          List.of(
              Prompt.text("red"),
              Prompt.point(CELL, CELL),
              Prompt.like(plain(GREEN, 9)),
              Prompt.text("green"));
      List<List<Mask>> first = picture.segmentAll(prompts, MaskOutput.AUTO);
      for (int i = 0; i < prompts.size(); i++) {
        same(picture.segment(prompts.get(i)), first.get(i));
        same(sam.embed(picture()).segment(prompts.get(i)), first.get(i));
      }
      assertThat(first.get(1)).allSatisfy(mask -> assertThat(mask.detection()).isNull());
    }
  }

  @Test
  void withoutATextModelAnErrorSaysWhichToGet() throws Exception {
    try (Sam sam = EngineUnderTest.CPU.load(() -> Sam.bundled(SamOptions.defaults()))) {
      ImageEmbedding picture = sam.embed(picture());
      for (Prompt prompt : List.of(Prompt.text("red"), Prompt.like(plain(RED, 9)))) {
        assertThatIllegalStateException()
            .isThrownBy(() -> picture.segment(prompt))
            .withMessageContaining("SamOptions.withTextModel")
            .withMessageContaining("owlvit-base-patch32");
      }
      assertThat(picture.segment(Prompt.point(CELL, CELL))).isNotEmpty();
    }
  }

  @Test
  void anEmbeddingFromAFileHasNoPictureToSearch() throws Exception {
    try (Sam sam = load(EngineUnderTest.CPU)) {
      Path file = folder.resolve("embedding.safetensors");
      sam.embed(picture()).save(file);
      ImageEmbedding read = sam.loadEmbedding(file);
      assertThatIllegalStateException()
          .isThrownBy(() -> read.segment(Prompt.text("red")))
          .withMessageContaining("has no picture");
    }
  }

  @Test
  void theCommandLineNamesWhatItFinds() throws Exception {
    Path detector = ColourDetector.write(folder);
    Path file = folder.resolve("squares.png");
    picture().writePng(file);
    Path output = folder.resolve("out");
    String[] arguments = {
      "segment",
      file.toString(),
      "--output",
      output.toString(),
      "--text",
      "red",
      "--text",
      "a green",
      "--text-threshold",
      "0.9",
      "--text-max",
      "2",
      "--box",
      "0,0,512,256",
      "--text-model",
      detector.toString()
    };
    assertThat(EngineUnderTest.CPU.with(() -> Main.commandLine().execute(arguments))).isZero();
    assertThat(output.resolve("squares.json"))
        .content()
        .containsOnlyOnce("\"label\" : \"red\"")
        .containsOnlyOnce("\"label\" : \"a green\"")
        .contains("\"detection_score\" : 0.95");
    assertThat(output.resolve("squares/1.png")).exists();
    assertThat(output.resolve("squares/2.png")).doesNotExist();
    assertThat(output.resolve("index.html"))
        .content()
        .contains("<td class=\"label\">a green<td>0.95");
  }

  private Sam load(EngineUnderTest engine) throws Exception {
    Path detector = ColourDetector.write(folder);
    return engine.load(() -> Sam.bundled(options(detector)));
  }

  private static SamOptions options(Path detector) {
    return SamOptions.defaults().withThreads(2).withTextModel(detector.toString());
  }

  /** Exactly one mask on each of these squares, and none elsewhere. */
  private static void covers(List<Mask> masks, Box... squares) {
    assertThat(masks).hasSize(squares.length);
    for (Box square : squares) {
      BitMask expected =
          BitMask.of(
              new ImageSize(SIDE, SIDE),
              (x, y) -> x >= square.x0() && x < square.x1() && y >= square.y0() && y < square.y1());
      assertThat(masks)
          .filteredOn(mask -> mask.bits().iou(expected) > 0.6)
          .singleElement()
          .satisfies(
              mask -> {
                Box box = mask.box();
                assertThat((box.x0() + box.x1()) / 2)
                    .isCloseTo((square.x0() + square.x1()) / 2, within(20.0));
                assertThat((box.y0() + box.y1()) / 2)
                    .isCloseTo((square.y0() + square.y1()) / 2, within(20.0));
              });
    }
  }

  private static void same(List<Mask> found, List<Mask> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).bits()).isEqualTo(expected.get(i).bits());
      assertThat(found.get(i).score()).isEqualTo(expected.get(i).score());
      assertThat(found.get(i).label()).isEqualTo(expected.get(i).label());
    }
  }

  private static List<Mask> labelled(List<Mask> masks, String label) {
    List<Mask> found = new ArrayList<>(masks);
    found.removeIf(mask -> !mask.label().orElse("").equals(label));
    return found;
  }

  private static double score(Mask mask) {
    assertThat(mask.detection()).isNotNull();
    return Objects.requireNonNull(mask.detection()).score();
  }

  /** The box that the detector gave the mask on this square. */
  private static Box box(List<Mask> masks, Box square) {
    for (Mask mask : masks) {
      Box box = mask.prompt().box();
      if (box != null && box.iou(square) > 0.5) {
        return box;
      }
    }
    throw new AssertionError("no box on " + square);
  }

  /** The square that this cell finds. */
  private static Box square(int column, int row) {
    return new Box(
        (column + 0.5) * CELL, (row + 0.5) * CELL, (column + 1.5) * CELL, (row + 1.5) * CELL);
  }

  private static SamImage picture() {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(BLUE);
    g.fillRect(0, 0, SIDE, SIDE);
    fill(g, RED, RED_SQUARE);
    fill(g, DARK_RED, DARK_RED_SQUARE);
    fill(g, GREEN, GREEN_SQUARE);
    fill(g, GREEN, OTHER_GREEN_SQUARE);
    g.dispose();
    return SamImage.of(image);
  }

  private static void fill(Graphics2D g, Color colour, Box box) {
    g.setColor(colour);
    g.fillRect((int) box.x0(), (int) box.y0(), (int) box.width(), (int) box.height());
  }

  private static SamImage plain(Color colour, int side) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    fill(g, colour, new Box(0, 0, side, side));
    g.dispose();
    return SamImage.of(image);
  }
}
