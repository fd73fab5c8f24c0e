package io.github.sam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.weights.catalogue.Downloader;
import io.github.sam4j.weights.catalogue.ModelCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What needs no model. */
class MainTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesEveryOptionWithItsDefault() {
    assertThat(run("segment", "--help")).isZero();
    assertThat(out.toString())
        .contains("--points-per-side", "Default: 32", "--precision", "Default: f32")
        .contains("Exit status:", "3   the model cannot be loaded");
  }

  @Test
  void helpNamesTheFormats() {
    assertThat(run("segment", "--help")).isZero();
    assertThat(out.toString())
        .contains("--format=NAME[,NAME...]", "Default: png,json,gallery")
        .containsPattern("Formats:\\R  gallery  index.html over .*\\R  json     NAME.json");
  }

  @Test
  void aFormatThatIsNoneIsAWrongArgument() throws IOException {
    String picture = Files.createFile(folder.resolve("a.png")).toString();
    Path output = folder.resolve("out");
    assertThat(run("segment", picture, "-o", output.toString(), "--format", "png,tga"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no format 'tga'; there are gallery, json, npy, png");
    assertThat(run("segment", picture, "-o", output.toString(), "--format-option", "png.size=3"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("format png has no option 'size'");
    assertThat(output).doesNotExist();
  }

  @Test
  void versionIsToldAtBothLevels() {
    assertThat(run("--version")).isZero();
    assertThat(run("segment", "--version")).isZero();
    assertThat(out.toString()).startsWith("sam4j ");
  }

  @Test
  void wrongArgumentsEndWithTwoAndAShortMessage() throws IOException {
    assertThat(run()).isEqualTo(2);
    assertThat(run("segment")).isEqualTo(2);
    assertThat(run("segment", "missing.png", "--output", "out")).isEqualTo(2);
    assertThat(err.toString()).contains("no such file or folder: missing.png");
    String picture = Files.createFile(folder.resolve("a.png")).toString();
    String output = folder.resolve("out").toString();
    assertThat(run("segment", picture, "-o", output, "--points-per-side", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("pointsPerSide must be at least 1, found 0");
    assertThat(run("segment", picture, "-o", output, "--point", "1")).isEqualTo(2);
    assertThat(run("segment", picture, "-o", output, "--prompts", "missing.json")).isEqualTo(2);
    assertThat(err.toString()).contains("no such file: missing.json", "--help");
    assertThat(err.toString()).doesNotContain("--crop-nms-thresh");
  }

  @Test
  void aTextWithoutATextModelSaysWhichToGet() throws IOException {
    String picture = Files.createFile(folder.resolve("a.png")).toString();
    Path output = folder.resolve("out");
    assertThat(run("segment", picture, "-o", output.toString(), "--text", "a dog")).isEqualTo(2);
    assertThat(err.toString())
        .contains("sam4j models download owlvit-base-patch32", "--text-model owlvit-base-patch32")
        .contains("owlvit-base-patch32 (", " MB, Apache-2.0, https://")
        .contains("owlv2-base-patch16-ensemble (");
    assertThat(output).doesNotExist();
    Path prompts =
        Files.writeString(folder.resolve("prompts.json"), "{\"a.png\": [{\"texts\": [\"dog\"]}]}");
    assertThat(run("segment", picture, "-o", output.toString(), "--prompts", prompts.toString()))
        .isEqualTo(2);
  }

  @Test
  void anEmptyFolderIsAWrongArgument() {
    assertThat(run("segment", folder.toString(), "-o", folder.resolve("out").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no pictures in ");
  }

  @Test
  void aModelThatCannotBeLoadedEndsWithThree() throws IOException {
    String picture = Files.createFile(folder.resolve("a.png")).toString();
    String output = folder.resolve("out").toString();
    assertThat(run("segment", picture, "-o", output, "--model", folder + "/none.safetensors"))
        .isEqualTo(3);
  }

  @Test
  void offlineDownloadsNoModel() throws IOException {
    String picture = Files.createFile(folder.resolve("a.png")).toString();
    String output = folder.resolve("out").toString();
    System.setProperty(ModelCache.PROPERTY, folder.resolve("cache").toString());
    try {
      assertThat(run("segment", picture, "-o", output, "--offline", "--model", "mobile-sam"))
          .isEqualTo(3);
      assertThat(System.getProperty(Downloader.OFFLINE_PROPERTY))
          .as("an option of one model, not of the process")
          .isNull();
    } finally {
      System.clearProperty(ModelCache.PROPERTY);
    }
  }

  private int run(String... args) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(args);
  }
}
