package io.github.sam4j.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdMapReaderTest {
  private static final ImageSize SIZE = new ImageSize(13, 9);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameAFile() {
    file = folder.resolve("map.png");
  }

  @Test
  void readsEightBits() throws IOException {
    write(BufferedImage.TYPE_BYTE_GRAY, 255);
    assertThat(IdMapReader.read(file, SIZE).areas()).isEqualTo(Map.of(1, 4, 255, 2));
  }

  @Test
  void readsSixteenBitsAsTheyAre() throws IOException {
    write(BufferedImage.TYPE_USHORT_GRAY, 50_000);
    IdMap map = IdMapReader.read(file, SIZE);
    assertThat(map.name()).isEqualTo("map.png");
    assertThat(map.areas()).isEqualTo(Map.of(1, 4, 50_000, 2));
    assertThat(map.mask(50_000)).isEqualTo(Regions.rectangle(SIZE, 7, 8, 8, 8));
    assertThat(map.mask(1)).isEqualTo(Regions.rectangle(SIZE, 2, 3, 3, 4));
  }

  @Test
  void refusesColours() throws IOException {
    write(BufferedImage.TYPE_3BYTE_BGR, 200);
    assertFault("one channel of 8 or 16 bits, found 3 of 8 bits");
  }

  @Test
  void refusesAnotherSize() throws IOException {
    write(BufferedImage.TYPE_BYTE_GRAY, 200);
    assertThatThrownBy(() -> IdMapReader.read(file, new ImageSize(9, 13)))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContainingAll(file.toString(), "expected 9 x 13, found 13 x 9");
  }

  @Test
  void refusesDamage() throws IOException {
    write(BufferedImage.TYPE_BYTE_GRAY, 200);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertFault("damaged");
    Files.writeString(file, "no picture");
    assertFault("damaged");
    Files.write(file, new byte[0]);
    assertFault("an empty file");
  }

  private void assertFault(String what) {
    assertThatThrownBy(() -> IdMapReader.read(file, SIZE))
        .isInstanceOf(ImageFormatException.class)
        .hasMessageContainingAll(file.toString(), what);
  }

  /** Four pixels of id 1, two of the other. */
  private void write(int type, int other) throws IOException {
    BufferedImage image = new BufferedImage(SIZE.width(), SIZE.height(), type);
    for (int i = 0; i < 4; i++) {
      image.getRaster().setSample(2 + i % 2, 3 + i / 2, 0, 1);
    }
    image.getRaster().setSample(7, 8, 0, other);
    image.getRaster().setSample(8, 8, 0, other);
    LabelledPictures.writePng(file, image);
  }
}
