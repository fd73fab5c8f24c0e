package io.github.sam4j.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs with the bundled model, with a format that the job does not know. */
class SegmentJobTest {
  private static final List<Prompt> CLICK = List.of(Prompt.point(120, 90));
  private static Sam sam;

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();

  @BeforeAll
  static void load() {
    sam = Sam.bundled();
  }

  @AfterAll
  static void close() {
    sam.close();
  }

  @Test
  void aFormatNeedsNothingButItsLine() throws IOException {
    try (SegmentJob job = job(Formats.of("toy", "png"))) {
      assertThat(job.add(picture("cat", CLICK))).isTrue();
      assertThat(job.add(picture("dog", List.of()))).isTrue();
      assertThat(file("toy.txt")).doesNotExist();
    }
    assertThat(file("toy.txt")).hasContent("sam4j\ncat: 1\ndog: 0");
    assertThat(file("cat/0.png")).exists();
    assertThat(file("dog.overlay.png")).exists();
    assertThat(file("cat.json")).doesNotExist();
    assertThat(told).containsExactly("cat: 1", "dog: 0");
  }

  @Test
  void aPictureThatFailsCostsNoOther() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    try (SegmentJob job = job(Formats.of("toy", "json"))) {
      assertThat(job.add(Picture.of(broken, "broken"))).isFalse();
      assertThat(job.add(picture("beside", List.of(Prompt.point(500, 1))))).isFalse();
      assertThat(job.add(picture("cat", CLICK))).isTrue();
    }
    assertThat(Files.readAllLines(file("toy.txt")))
        .hasSize(4)
        .contains("cat: 1")
        .anyMatch(line -> line.startsWith("broken failed, "))
        .contains("beside failed, point (500.0, 1.0) lies outside the picture of 240 x 180 pixels");
    assertThat(file("cat.json")).exists();
    assertThat(file("broken.json")).doesNotExist();
    assertThat(told.get(0)).startsWith("broken failed");
  }

  @Test
  void aFormatThatFailsOnAPictureCostsNoOtherItsFiles() throws IOException {
    Files.createDirectories(file(""));
    Files.writeString(file("cat.json"), "of an earlier job");
    List<MaskFormat> formats =
        Formats.of(List.of("json", "toy", "gallery", "png"), Map.of("toy.fails", "cat"));
    try (SegmentJob job = job(formats)) {
      assertThat(job.add(picture("cat", CLICK))).isFalse();
      assertThat(job.add(picture("dog", CLICK))).isTrue();
    }
    assertThat(file("cat/0.png")).exists();
    assertThat(file("cat.json")).as("it would say that the picture is complete").doesNotExist();
    assertThat(file("dog.json")).exists();
    assertThat(file("toy.txt"))
        .hasContent("sam4j\ncat failed, format toy: a toy is broken\ndog: 1");
    assertThat(file("index.html"))
        .content()
        .contains("1 picture, 1 mask, 1 failed.", "<h2>cat</h2><p>format toy: a toy is broken")
        .doesNotContain("cat.overlay.png");
    assertThat(told).containsExactly("cat failed: format toy: a toy is broken", "dog: 1");
  }

  @Test
  void aFormatThatCannotEndCostsNoOtherItsFile() throws IOException {
    SegmentJob job = job(Formats.of(List.of("toy", "gallery"), Map.of("toy.fails", "close")));
    job.add(picture("cat", CLICK));
    assertThatThrownBy(job::close)
        .isInstanceOf(IOException.class)
        .hasMessage("format toy: a toy is lost");
    assertThat(file("index.html")).exists();
  }

  @Test
  void pixelsMayBeAtHand() throws IOException {
    Picture remote = Picture.of(Path.of("camera", "7"), "seven").withPrompts(CLICK);
    try (SegmentJob job = job(Formats.of("json"))) {
      assertThat(job.add(remote, SamImage.of(disc()))).isTrue();
    }
    assertThat(file("seven.json"))
        .content()
        .contains("\"file\" : \"camera/7\"")
        .doesNotContain("0.png");
  }

  @Test
  void promptsAreAnsweredInTheirOrder() throws IOException {
    List<Prompt> prompts = List.of(Prompt.box(75, 45, 165, 135), Prompt.point(2, 2));
    SegmentJob.Options three =
        new SegmentJob.Options(
            SegmentOptions.defaults().withMasks(MaskOutput.MULTIPLE),
            SegmentJob.Options.defaults().everything().withPointsPerSide(2));
    try (SegmentJob job = new SegmentJob(sam, three, Formats.of("toy"), file(""), listener())) {
      job.add(picture("prompted", prompts));
      job.add(picture("clicked", CLICK));
    }
    try (SegmentJob job = job(Formats.of("json"))) {
      job.add(picture("best", prompts));
    }
    assertThat(told).containsExactly("prompted: 6", "clicked: 3", "best: 2");
    String json = Files.readString(file("best.json"));
    assertThat(json.indexOf("75, 45, 165, 135")).isBetween(0, json.indexOf("2, 2, 1"));
  }

  private SegmentJob job(List<MaskFormat> formats) throws IOException {
    return new SegmentJob(sam, SegmentJob.Options.defaults(), formats, file(""), listener());
  }

  private JobListener listener() {
    return new JobListener() {
      @Override
      public void done(Picture picture, int masks, Duration embedding, Duration decoding) {
        assertThat(embedding).isPositive();
        told.add(picture.name() + ": " + masks);
      }

      @Override
      public void failed(Picture picture, Throwable failure) {
        told.add(picture.name() + " failed: " + failure.getMessage());
      }
    };
  }

  private Path file(String name) {
    return folder.resolve("out").resolve(name);
  }

  private Picture picture(String name, List<Prompt> prompts) throws IOException {
    Path file = folder.resolve(name + ".png");
    SamImage.of(disc()).writePng(file);
    return Picture.of(file, name).withPrompts(prompts);
  }

  private static BufferedImage disc() {
    BufferedImage image = new BufferedImage(240, 180, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(new Color(0x305070));
    g.fillRect(0, 0, 240, 180);
    g.setColor(new Color(0xe0a030));
    g.fillOval(75, 45, 90, 90);
    g.dispose();
    return image;
  }
}
