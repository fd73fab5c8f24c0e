package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.cli.Main;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command with the bundled model. */
class EvaluateEndToEndTest {
  private static final ImageSize SIZE = new ImageSize(200, 150);

  @TempDir Path folder;
  private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void paintPictures() throws IOException {
    data = folder.resolve("data");
    LabelledPictures.write(
        data.resolve("rectangles"),
        "1",
        false,
        Regions.rectangle(SIZE, 20, 30, 89, 109),
        Regions.rectangle(SIZE, 120, 40, 179, 119));
    LabelledPictures.write(data.resolve("discs"), "1", true, disc(60, 70, 40));
    LabelledPictures.write(data.resolve("discs"), "2", true, disc(120, 70, 50), disc(40, 40, 20));
  }

  @Test
  void aTableOfFiguresBetweenNoneAndAll() {
    assertThat(run("--baselines", "--threads", "2")).isZero();
    List<String> lines = lines();
    assertThat(lines.get(0))
        .startsWith("bundled: sam4j, input ")
        .contains(" ms (median) on 2 threads");
    assertThat(cells(lines.get(1)))
        .containsExactly(
            "SET",
            "PICTURES",
            "MASKS",
            "box",
            "click 1",
            "best of 3",
            "clicks 3",
            "clicks 5",
            "GrabCut",
            "box itself",
            "ellipse");
    List<String> discs = cells(lines.get(2));
    List<String> rectangles = cells(lines.get(3));
    List<String> mean = cells(lines.get(4));
    assertThat(discs).startsWith("discs", "2", "3").hasSize(11);
    assertThat(rectangles).startsWith("rectangles", "1", "2").hasSize(11);
    assertThat(mean).startsWith("mean over sets", "3", "5").hasSize(11);
    assertThat(rectangles.get(9)).isEqualTo("1.000");
    assertThat(Double.parseDouble(discs.get(10))).isGreaterThan(0.97);
    assertThat(Double.parseDouble(discs.get(9))).isBetween(0.7, 0.83);
    for (List<String> row : List.of(discs, rectangles)) {
      assertThat(number(row, 3)).as("box").isGreaterThan(0.5);
      assertThat(number(row, 5)).as("best of 3").isBetween(number(row, 4), 1.0);
      assertThat(number(row, 7)).as("clicks 5").isBetween(0.3, 1.0);
    }
  }

  @Test
  void modelsAreComparedOnTheSamePrompts() throws IOException {
    Path json = folder.resolve("figures/run.json");
    assertThat(run("--model", "bundled", "--model", "bundled", "--json", json.toString())).isZero();
    List<String> lines = lines();
    assertThat(lines).hasSize(11);
    assertThat(lines.subList(7, 11)).isEqualTo(lines.subList(1, 5));
    assertThat(json)
        .content()
        .contains("\"fingerprint\"", "\"encoder_ms_median\"", "\"mean_over_sets\"")
        .contains("\"picture\" : \"rectangles/1.jpg\"", "\"box\" : [ 120, 40, 179, 119 ]")
        .contains("\"best_of_3\"", "\"clicks_5\"")
        .doesNotContain("\"ellipse\"", "everything");
    try (var files = Files.list(json.getParent())) {
      assertThat(files).containsExactly(json);
    }
  }

  @Test
  void automaticMasksOnceByThresholdsAndOnceChosen() throws IOException {
    Path json = folder.resolve("run.json");
    assertThat(
            run(
                "--sets=rectangles",
                "--everything",
                "--select=5",
                "--baselines",
                "--json",
                json.toString()))
        .isZero();
    List<String> lines = lines();
    assertThat(cells(lines.get(1)))
        .startsWith("SET", "PICTURES", "MASKS", "box")
        .containsSubsequence("clicks 5", "thresholds found", "masks", "select 5 found", "masks")
        .endsWith("GrabCut", "box itself", "ellipse");
    List<String> row = cells(lines.get(2));
    assertThat(row).hasSize(15);
    assertThat(number(row, 8)).as("found by thresholds").isIn(0.0, 0.5, 1.0);
    assertThat(number(row, 10)).as("found by choice").isIn(0.5, 1.0);
    assertThat(number(row, 11)).as("chosen masks").isBetween(1.0, 5.0);
    assertThat(cells(lines.get(3)).subList(8, 12)).isEqualTo(row.subList(8, 12));
    assertThat(json)
        .content()
        .contains("\"everything_mean_over_pictures\"", "\"each_picture\"", "\"found\"")
        .containsPattern("\"select\" : \\{\\s+\"points_per_side\" : 32,\\s+\"select\" : 5\\s");
  }

  @Test
  void setsAndPicturesCanBeFewer() {
    assertThat(run("--sets", "discs", "--limit", "1")).isZero();
    assertThat(lines()).hasSize(4);
    assertThat(cells(lines().get(2))).startsWith("discs", "1", "1");
  }

  @Test
  void aPictureWithoutAProperMapIsLeftOutAndTold() throws IOException {
    Files.delete(data.resolve("discs/1.png"));
    Files.copy(data.resolve("rectangles/1.jpg"), data.resolve("rectangles/2.jpg"));
    LabelledPictures.write(data.resolve("wide"), "2", true, BitMask.full(new ImageSize(300, 150)));
    Files.move(data.resolve("wide/2.png"), data.resolve("rectangles/2.png"));
    assertThat(run("--sets", "discs,rectangles")).isEqualTo(1);
    assertThat(cells(lines().get(2))).startsWith("discs", "1", "2");
    assertThat(cells(lines().get(3))).startsWith("rectangles", "1", "2");
    assertThat(lines()).endsWith("2 failed");
  }

  @Test
  void noObjectAtAllIsAFailure() throws IOException {
    LabelledPictures.write(data.resolve("tiny"), "1", false, disc(30, 30, 2));
    assertThat(run("--sets", "tiny")).isEqualTo(1);
    assertThat(cells(lines().get(2))).startsWith("tiny", "0", "0", "-").endsWith("-");
  }

  @Test
  void wrongArgumentsEndWithTwo() {
    assertThat(run("--limit", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--limit must be at least 1, found 0");
    assertThat(run("--everything", "--select", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--select must be at least 1, found 0");
    assertThat(run("--select", "5")).isEqualTo(2);
    assertThat(err.toString()).contains("--select says what --everything chooses");
    assertThat(run("--sets", "discs,none")).isEqualTo(2);
    assertThat(err.toString()).contains("no set 'none' in " + data);
    assertThat(run("--json", folder.toString())).isEqualTo(2);
    assertThat(run("--model", folder + "/none.safetensors")).isEqualTo(3);
  }

  @Test
  void helpTellsTheProtocol() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("of 0.1% to 95% of it and at least 60 pixels", "best of 3")
        .contains("all objects larger than 0.1% of the picture count", "in the last row over all");
  }

  private static BitMask disc(int x0, int y0, int radius) {
    return BitMask.of(SIZE, (x, y) -> Math.hypot(x - x0, y - y0) <= radius);
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.split(" {2,}"));
  }

  private static double number(List<String> row, int column) {
    return Double.parseDouble(row.get(column));
  }

  private int run(String... options) {
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] args = new String[options.length + 2];
    args[0] = "evaluate";
    args[1] = data.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    return command.execute(args);
  }
}
