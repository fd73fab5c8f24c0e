package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures that scikit-image has resized; {@code make.py} beside them says how. */
class SquashedMinMaxTest {
  private static SamImage picture(String name) throws IOException {
    try (InputStream in = SquashedMinMaxTest.class.getResourceAsStream("squashed/" + name)) {
      return SamImage.read(in.readAllBytes(), name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "smaller, 48",
    "larger, 64",
    "both, 48",
    "same, 48",
    "much-smaller, 32",
    "plain, 32",
    "thin, 16",
  })
  void resizedAsScikitImageDoes(String name, int side) throws IOException {
    byte[] found = CubicSplineResize.of(picture(name + ".png"), side);
    byte[] expected = picture(name + "." + side + ".png").rgb();
    int other = 0;
    for (int i = 0; i < expected.length; i++) {
      other += found[i] == expected[i] ? 0 : 1;
    }
    assertThat(other).as("values of another level").isZero();
  }

  @Test
  void theRangeOfAllChannelsIsStretched() throws IOException {
    float[] pixels = new SquashedMinMax(48).pixels(picture("smaller.png"));
    byte[] resized = picture("smaller.48.png").rgb();
    int least = 255;
    int most = 0;
    for (byte value : resized) {
      least = Math.min(least, value & 0xff);
      most = Math.max(most, value & 0xff);
    }
    for (int i = 0; i < pixels.length; i++) {
      assertThat(pixels[i])
          .isEqualTo((float) (((resized[i] & 0xff) - least) / (double) (most - least)));
    }
  }

  @Test
  void aPictureOfOneValueIsZero() {
    SamImage grey = SamImage.ofRgb(new ImageSize(5, 3), filled(45, 77));
    assertThat(new SquashedMinMax(4).pixels(grey)).hasSize(48).containsOnly(0);
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  @Test
  void theWholeInputIsThePicture() {
    ImageGeometry geometry = new SquashedMinMax(1024).geometry(new ImageSize(512, 256));
    assertThat(geometry.toModel(new Box(0, 64, 256, 256))).isEqualTo(new Box(0, 256, 512, 1024));
    assertThatThrownBy(() -> new SquashedMinMax(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void channelsAreStretchedEachByItself() {
    byte[] rgb = {10, 0, 7, 20, (byte) 255, 7, 60, (byte) 128, 7};
    SamImage[] seen = new SamImage[1];
    InputTransform own =
        new InputTransform() {
          @Override
          public int side() {
            return 9;
          }

          @Override
          public ImageGeometry geometry(ImageSize picture) {
            return ImageGeometry.of(picture, 9);
          }

          @Override
          public float[] pixels(SamImage picture) {
            seen[0] = picture;
            return new float[] {1};
          }
        };
    StretchedChannels stretched = new StretchedChannels(own);
    assertThat(stretched.pixels(SamImage.ofRgb(new ImageSize(3, 1), rgb))).containsExactly(1);
    assertThat(seen[0].rgb())
        .containsExactly(0, 0, 0, 51, (byte) 255, 0, (byte) 255, (byte) 128, 0);
    assertThat(rgb[0]).as("the picture itself").isEqualTo((byte) 10);
    assertThat(stretched.side()).isEqualTo(9);
  }
}
