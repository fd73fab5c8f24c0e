package io.github.sam4j.formats.png;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.Mask;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.formats.Samples;
import io.github.sam4j.prompt.Prompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngFormatTest {
  @TempDir Path folder;

  private final Mask first = Samples.rectangle(10, 5, 30, 25, Prompt.point(12.5, 8).exclude(1, 2));
  private final Mask second = Samples.rectangle(0, 0, 60, 40, Prompt.box(0, 0, 59, 39.5));

  @Test
  void writesMasksAndOverlay() throws IOException {
    write("sub/cat", first, second);
    BufferedImage overlay = ImageIO.read(folder.resolve("sub/cat.overlay.png").toFile());
    assertThat(overlay.getWidth()).isEqualTo(60);
    assertThat(overlay.getHeight()).isEqualTo(40);
    BufferedImage mask = ImageIO.read(folder.resolve("sub/cat/0.png").toFile());
    assertThat(mask.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(mask.getRaster().getSample(10, 5, 0)).isEqualTo(255);
    assertThat(mask.getRaster().getSample(9, 5, 0)).isZero();
    assertThat(BitMask.of(mask)).isEqualTo(first.bits());
    assertThat(folder.resolve("sub/cat/1.png")).exists();
  }

  @Test
  void takesAwayTheMasksOfAnEarlierRun() throws IOException {
    write("cat", first, second);
    Files.writeString(folder.resolve("cat/7-mine.png"), "not a result");
    write("cat", second);
    try (var files = Files.list(folder.resolve("cat"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0.png", "7-mine.png");
    }
  }

  @Test
  void writesAPictureWithoutMasks() throws IOException {
    write("cat");
    assertThat(folder.resolve("cat.overlay.png")).exists();
  }

  @Test
  void leavesNothingUnfinished() throws IOException {
    write("cat", first, second);
    try (var files = Files.walk(folder)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  private void write(String name, Mask... masks) throws IOException {
    Samples.write(folder, Samples.picture(name, List.of(masks)), "png");
  }
}
