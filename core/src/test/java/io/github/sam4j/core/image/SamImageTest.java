package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sam4j.core.geometry.ImageSize;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamImageTest {
  @Test
  void isImmutable() {
    byte[] rgb = TestPictures.noise(2 * 3 * 3, 1);
    byte[] kept = rgb.clone();
    SamImage image = SamImage.ofRgb(new ImageSize(2, 3), rgb);
    rgb[0]++;
    image.rgb()[1]++;
    image.toBufferedImage().setRGB(0, 0, 0);
    assertThat(image.rgb()).isEqualTo(kept);
    assertThat(image).hasToString("SamImage[2 x 3]");
  }

  @Test
  void refusesAWrongNumberOfSamples() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamImage.ofRgb(new ImageSize(2, 3), new byte[17]))
        .withMessageContaining("needs 18 bytes, found 17");
  }

  @Test
  void cropsHalfOpen() {
    SamImage image = TestPictures.picture(5, 4, 2);
    SamImage part = image.crop(1, 2, 4, 4);
    assertThat(part.size()).isEqualTo(new ImageSize(3, 2));
    byte[] rgb = image.rgb();
    byte[] found = part.rgb();
    for (int y = 0; y < 2; y++) {
      for (int i = 0; i < 9; i++) {
        assertThat(found[y * 9 + i]).isEqualTo(rgb[((2 + y) * 5 + 1) * 3 + i]);
      }
    }
    assertThat(image.crop(0, 0, 5, 4).rgb()).isEqualTo(rgb);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> image.crop(0, 0, 6, 4))
        .withMessageContaining("(0, 0, 6, 4)");
    assertThatIllegalArgumentException().isThrownBy(() -> image.crop(-1, 0, 2, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> image.crop(2, 1, 2, 2));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void comesFromBufferedImages(int type) {
    SamImage image = TestPictures.picture(7, 5, 9);
    BufferedImage buffered = new BufferedImage(7, 5, type);
    byte[] rgb = image.rgb();
    for (int i = 0; i < 35; i++) {
      int color =
          (rgb[i * 3] & 0xff) << 16 | (rgb[i * 3 + 1] & 0xff) << 8 | (rgb[i * 3 + 2] & 0xff);
      buffered.setRGB(i % 7, i / 7, (i * 7 + 1) << 24 | color);
    }
    assertThat(SamImage.of(buffered).rgb()).isEqualTo(rgb);
    assertThat(SamImage.of(buffered.getSubimage(2, 1, 4, 3)).rgb())
        .isEqualTo(image.crop(2, 1, 6, 4).rgb());
  }

  @Test
  void goesToABufferedImageAndBack() {
    SamImage image = TestPictures.picture(7, 5, 9);
    BufferedImage buffered = image.toBufferedImage();
    byte[] rgb = image.rgb();
    assertThat(buffered.getRGB(3, 2) & 0xff0000).isEqualTo((rgb[51] & 0xff) << 16);
    assertThat(buffered.getRGB(3, 2) & 0xff).isEqualTo(rgb[53] & 0xff);
    assertThat(SamImage.of(buffered).rgb()).isEqualTo(rgb);
  }

  @Test
  void takesGreySamplesAsTheyAre() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setPixels(0, 0, 2, 1, new int[] {128, 7});
    assertThat(SamImage.of(grey).rgb()).containsExactly(128, 128, 128, 7, 7, 7);
    BufferedImage wide = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setPixels(0, 0, 2, 1, new int[] {0x80ff, 0x07fe});
    assertThat(SamImage.of(wide).rgb()).containsExactly(128, 128, 128, 7, 7, 7);
  }

  @Test
  void writesAPngThatReadsBack(@TempDir Path folder) throws Exception {
    SamImage image = TestPictures.picture(19, 11, 4);
    Path file = folder.resolve("picture.png");
    image.writePng(file);
    SamImage again = SamImage.read(file);
    assertThat(again.size()).isEqualTo(image.size());
    assertThat(again.rgb()).isEqualTo(image.rgb());
  }

  @Test
  void resizingToTheSameSizeIsTheSamePicture() {
    SamImage image = TestPictures.picture(4, 4, 1);
    assertThat(image.resized(new ImageSize(4, 4))).isSameAs(image);
  }
}
