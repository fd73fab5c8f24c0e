package io.github.sam4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.BitMask;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command with the bundled model. */
class SegmentEndToEndTest {
  @TempDir Path folder;
  private Path output;
  private final StringWriter out = new StringWriter();

  @BeforeEach
  void paintAPicture() throws IOException {
    output = folder.resolve("out");
    disc(folder.resolve("in/disc.png"));
    disc(folder.resolve("in/more/disc.png"));
  }

  @Test
  void aClickFindsTheDisc() throws IOException {
    assertThat(run("in/disc.png", "--point", "120,90")).isZero();
    BitMask disc = BitMask.of(new ImageSize(240, 180), (x, y) -> Math.hypot(x - 120, y - 90) <= 45);
    BitMask found = BitMask.of(ImageIO.read(output.resolve("disc/0.png").toFile()));
    assertThat(found.iou(disc)).isGreaterThan(0.8);
    assertThat(output.resolve("disc/1.png")).doesNotExist();
    assertThat(output.resolve("disc.overlay.png")).exists();
    assertThat(output.resolve("disc.json")).content().contains("\"score\"", "\"counts\"");
    assertThat(output.resolve("index.html")).content().contains("./disc.overlay.png");
    assertThat(out.toString()).startsWith("1 picture, 1 mask; embedding ");
  }

  @Test
  void multimaskWritesThree() throws IOException {
    assertThat(run("in/disc.png", "--point", "120,90", "--multimask")).isZero();
    assertThat(output.resolve("disc/2.png")).exists();
    assertThat(output.resolve("disc/3.png")).doesNotExist();
  }

  @Test
  void masksAreRankedAsAsked() throws IOException {
    assertThat(run("in/disc.png", "--point", "120,90", "--masks", "all", "--rank", "stability"))
        .isZero();
    List<Double> stable = scores();
    assertThat(run("in/disc.png", "--point", "120,90", "--masks", "all", "--rank", "iou")).isZero();
    List<Double> predicted = scores();
    assertThat(stable).hasSizeGreaterThan(1).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(predicted).hasSameSizeAs(stable).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(predicted).isNotEqualTo(stable);
    assertThat(run("in/disc.png", "--point", "120,90", "--masks", "all")).isZero();
    assertThat(scores()).as("the bundled model's own order").isEqualTo(predicted);
  }

  private List<Double> scores() throws IOException {
    return Pattern.compile("\"score\" : ([-0-9.E]+)")
        .matcher(Files.readString(output.resolve("disc.json")))
        .results()
        .map(found -> Double.valueOf(found.group(1)))
        .toList();
  }

  @Test
  void everythingIsSegmentedInAllFolders() throws IOException {
    assertThat(run("in", "--recursive", "--points-per-side", "4", "--pred-iou-thresh", "0"))
        .isZero();
    assertThat(output.resolve("disc.json")).exists();
    assertThat(output.resolve("more/disc.json")).exists();
    assertThat(out.toString()).startsWith("2 pictures, ");
  }

  @Test
  void dumpsWhatTheModelSawAndSaid() throws IOException {
    assertThat(run("in/disc.png", "--box", "70,40,170,140", "--box", "0,0,239,179", "--dump"))
        .isZero();
    List<Integer> input = shape("disc.input.npy");
    assertThat(input).hasSize(4).startsWith(1, 3);
    assertThat(input.get(2)).isEqualTo(input.get(3));
    List<Integer> embedding = shape("disc.embedding.npy");
    assertThat(embedding).hasSize(3);
    int low = 4 * embedding.get(1);
    assertThat(shape("disc.lowres.npy")).containsExactly(2, low, low);
    assertThat(shape("disc.iou.npy")).containsExactly(2);
  }

  @Test
  void promptsComeFromAFile() throws IOException {
    Path prompts = folder.resolve("prompts.json");
    Files.writeString(
        prompts,
        """
        {"more/disc.png": [{"points": [[120, 90, 1], [5, 5, 0]]}, {"box": [70, 40, 170, 140]}]}
        """);
    assertThat(run("in", "-r", "--prompts", prompts.toString())).isZero();
    assertThat(output.resolve("more/disc/1.png")).exists();
    assertThat(output.resolve("disc.json")).doesNotExist();
    assertThat(out.toString()).startsWith("1 picture, 2 masks, 1 skipped; ");
  }

  @Test
  void aPictureWithAnEmptyListOfPromptsHasNoMasks() throws IOException {
    Path prompts = folder.resolve("prompts.json");
    Files.writeString(prompts, "{\"disc.png\": []}");
    assertThat(run("in", "--prompts", prompts.toString())).isZero();
    assertThat(output.resolve("disc.json")).content().contains("\"masks\" : [ ]");
    assertThat(output.resolve("disc.overlay.png")).exists();
    assertThat(output.resolve("index.html")).content().contains("0 masks");
    assertThat(out.toString()).startsWith("1 picture, 0 masks; ");
  }

  @Test
  void aPictureThatCannotBeReadDoesNotStopTheOthers() throws IOException {
    Files.writeString(folder.resolve("in/broken.png"), "this is no picture");
    assertThat(run("in", "--point", "120,90")).isEqualTo(1);
    assertThat(output.resolve("disc.json")).exists();
    assertThat(output.resolve("broken.json")).doesNotExist();
    assertThat(output.resolve("index.html")).content().contains("1 failed");
    assertThat(out.toString()).startsWith("1 picture, 1 mask, 1 failed; ");
  }

  @Test
  void formatsCanBeChosen() throws IOException {
    assertThat(run("in/disc.png", "--point", "120,90", "--format", "json,npy")).isZero();
    assertThat(output.resolve("disc.json")).exists();
    assertThat(output.resolve("disc.iou.npy")).exists();
    assertThat(output.resolve("disc.overlay.png")).doesNotExist();
    assertThat(output.resolve("index.html")).doesNotExist();
    assertThat(out.toString().strip()).endsWith("; see " + output);
  }

  @Test
  void aClickBesideThePictureFails() throws IOException {
    assertThat(run("in/disc.png", "--point", "500,90")).isEqualTo(1);
  }

  private int run(String input, String... options) {
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out, true));
    String[] args = new String[options.length + 4];
    args[0] = "segment";
    args[1] = folder.resolve(input).toString();
    args[2] = "--output";
    args[3] = output.toString();
    System.arraycopy(options, 0, args, 4, options.length);
    return command.execute(args);
  }

  private List<Integer> shape(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(output.resolve(file));
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    String header = new String(bytes, 10, length, StandardCharsets.US_ASCII);
    String tuple = header.replaceFirst(".*'shape': \\(([^)]*)\\).*\n", "$1");
    List<Integer> shape =
        List.of(tuple.split(",")).stream()
            .map(String::trim)
            .filter(part -> !part.isEmpty())
            .map(Integer::valueOf)
            .toList();
    int values = shape.stream().reduce(1, (a, b) -> a * b);
    assertThat(bytes).hasSize(10 + length + values * Float.BYTES);
    return shape;
  }

  private static void disc(Path file) throws IOException {
    BufferedImage image = new BufferedImage(240, 180, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(new Color(0x305070));
    g.fillRect(0, 0, 240, 180);
    g.setColor(new Color(0xe0a030));
    g.fillOval(75, 45, 90, 90);
    g.dispose();
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
