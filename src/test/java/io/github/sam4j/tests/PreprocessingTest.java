package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.cli.Main;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.image.SquashedMinMax;
import io.github.sam4j.families.Preprocessing;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tunes that were trained with another way of pictures into SAM. */
class PreprocessingTest {
  private static final Path FOLDER = Goldens.small("sam1-tiny");
  private static final Path CHECKPOINT = FOLDER.resolve("checkpoint.safetensors");
  private static final int SIDE = 160;

  @TempDir Path folder;

  private static Sam load(Preprocessing way) throws IOException {
    return Sam.load(CHECKPOINT, SamOptions.defaults().withPreprocessing(way));
  }

  private static SamImage picture() throws IOException {
    return SamImage.read(FOLDER.resolve("image0.png"));
  }

  @Test
  void medSamSquashesThePicture() throws IOException {
    try (Sam sam = load(Preprocessing.MEDSAM)) {
      float[] input = sam.embed(picture()).input();
      float[] expected = new SquashedMinMax(SIDE).pixels(picture());
      float least = 1;
      float most = 0;
      for (int c = 0; c < 3; c++) {
        for (int i = 0; i < SIDE * SIDE; i++) {
          float value = input[c * SIDE * SIDE + i];
          assertThat(value).isEqualTo(expected[3 * i + c]);
          least = Math.min(least, value);
          most = Math.max(most, value);
        }
      }
      assertThat(least).isZero();
      assertThat(most).isEqualTo(1);
    }
  }

  /** The sigmoid of the low-resolution logits, bilinear straight to the picture, above 0.5. */
  @Test
  void medSamsMasksAreCutFromInterpolatedProbabilities() throws IOException {
    SamImage picture = picture();
    int width = picture.size().width();
    int height = picture.size().height();
    try (Sam sam = load(Preprocessing.MEDSAM)) {
      ImageEmbedding photo = sam.embed(picture);
      List<Mask> masks = photo.segment(Prompt.box(60, 50, 340, 260));
      assertThat(masks).hasSize(1);
      Mask mask = masks.get(0);
      float[] logits = photo.logits(mask);
      int side = mask.lowResolution().side();
      int near = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double expected = probability(mask, (x + 0.5) * side / width, (y + 0.5) * side / height);
          double found = 1 / (1 + Math.exp(-logits[y * width + x]));
          assertThat(found).isCloseTo(expected, Offset.offset(1e-5));
          if (Math.abs(expected - 0.5) < 1e-5) {
            near++;
          } else {
            assertThat(mask.bits().get(x, y)).as("%d, %d", x, y).isEqualTo(expected > 0.5);
          }
        }
      }
      assertThat(near).isLessThan(100);
      assertThat(mask.area()).isBetween(1L, (long) width * height - 1);
    }
  }

  private static double probability(Mask mask, double x, double y) {
    int side = mask.lowResolution().side();
    double column = Math.min(Math.max(x - 0.5, 0), side - 1);
    double row = Math.min(Math.max(y - 0.5, 0), side - 1);
    int c = Math.min((int) column, side - 2);
    int r = Math.min((int) row, side - 2);
    double sum = 0;
    for (int dr = 0; dr < 2; dr++) {
      for (int dc = 0; dc < 2; dc++) {
        double weight = (1 - Math.abs(row - r - dr)) * (1 - Math.abs(column - c - dc));
        sum += weight / (1 + Math.exp(-mask.lowResolution().at(r + dr, c + dc)));
      }
    }
    return sum;
  }

  @Test
  void microSamStretchesEachChannel() throws IOException {
    SamImage picture = picture();
    byte[] faint = picture.rgb();
    int[] least = {255, 255, 255};
    int[] most = new int[3];
    for (int i = 0; i < faint.length; i++) {
      int value = 40 + (faint[i] & 0xff) / 4 + 10 * (i % 3);
      faint[i] = (byte) value;
      least[i % 3] = Math.min(least[i % 3], value);
      most[i % 3] = Math.max(most[i % 3], value);
    }
    byte[] bright = new byte[faint.length];
    for (int i = 0; i < bright.length; i++) {
      float part = (float) ((faint[i] & 0xff) - least[i % 3]) / (most[i % 3] - least[i % 3]);
      bright[i] = (byte) (int) (part * 255);
    }
    try (Sam sam = load(Preprocessing.MICRO_SAM);
        Sam plain = load(Preprocessing.MODEL)) {
      ImageEmbedding photo = sam.embed(SamImage.ofRgb(picture.size(), faint));
      assertThat(photo.input())
          .isEqualTo(plain.embed(SamImage.ofRgb(picture.size(), bright)).input());
      assertThat(photo.segment(Prompt.point(100, 100))).hasSize(3);
    }
  }

  @Test
  void embeddingsOfOneWayAreNotThoseOfAnother() throws IOException {
    Path file = folder.resolve("a.embedding");
    try (Sam sam = load(Preprocessing.MEDSAM);
        Sam again = load(Preprocessing.MEDSAM);
        Sam plain = load(Preprocessing.MODEL)) {
      assertThat(sam.info().fingerprint())
          .isEqualTo(again.info().fingerprint())
          .isNotEqualTo(plain.info().fingerprint())
          .matches("[0-9a-f]{32}");
      sam.embed(picture()).save(file);
      Prompt box = Prompt.box(60, 50, 340, 260);
      assertThat(again.loadEmbedding(file).segment(box).get(0).bits())
          .isEqualTo(sam.embed(picture()).segment(box).get(0).bits());
      assertThatThrownBy(() -> plain.loadEmbedding(file))
          .isInstanceOf(WeightsFormatException.class);
    }
  }

  @Test
  void namesOfTheWays() {
    assertThat(Preprocessing.of("MedSAM")).isEqualTo(Preprocessing.MEDSAM);
    assertThat(Preprocessing.of("micro-sam")).isEqualTo(Preprocessing.MICRO_SAM);
    assertThatThrownBy(() -> Preprocessing.of("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model, medsam, micro-sam")
        .hasMessageContaining("other");
  }

  @Test
  void theCommandHasAnOption() throws IOException {
    StringWriter err = new StringWriter();
    Path out = folder.resolve("out");
    String[] common = {
      "segment",
      FOLDER.resolve("image0.png").toString(),
      "--model=" + CHECKPOINT,
      "--box=60,50,340,260",
      "--dump",
      "--output=" + out
    };
    assertThat(run(err, common, "--preprocessing=medsam")).isZero();
    byte[] medSam = Files.readAllBytes(out.resolve("image0.lowres.npy"));
    assertThat(run(err, common, "--preprocessing=model")).isZero();
    assertThat(Files.readAllBytes(out.resolve("image0.lowres.npy"))).isNotEqualTo(medSam);
    assertThat(run(err, common, "--preprocessing=other")).isEqualTo(2);
    assertThat(err.toString()).contains("model, medsam, micro-sam");
  }

  private static int run(StringWriter err, String[] common, String option) {
    String[] all = Arrays.copyOf(common, common.length + 1);
    all[common.length] = option;
    return Main.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }
}
