package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import org.junit.jupiter.api.Test;

class ModelInputTest {
  @Test
  void normalisesAndPadsAtTheRightAndBottom() {
    SamImage image = TestPictures.picture(31, 17, 3);
    ModelInput input = ModelInput.of(image, 16, Normalization.IMAGENET_255);
    assertThat(input.resizedSize()).isEqualTo(new ImageSize(16, 9));
    byte[] rgb = image.resized(input.resizedSize()).rgb();
    assertThat(input.resizedImage().rgb()).isEqualTo(rgb);

    float[] last = input.channelsLast();
    float[] first = input.channelsFirst();
    float[] mean = {123.675f, 116.28f, 103.53f};
    float[] std = {58.395f, 57.12f, 57.375f};
    assertThat(last).hasSize(16 * 16 * 3);
    assertThat(first).hasSize(16 * 16 * 3);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        for (int c = 0; c < 3; c++) {
          float expected = y < 9 ? ((rgb[(y * 16 + x) * 3 + c] & 0xff) - mean[c]) / std[c] : 0;
          assertThat(last[(y * 16 + x) * 3 + c]).isEqualTo(expected);
          assertThat(first[(c * 16 + y) * 16 + x]).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void padsAtTheRightOfATallPicture() {
    SamImage white = SamImage.ofRgb(new ImageSize(2, 4), new byte[24]);
    float[] values =
        ModelInput.of(white, 4, new Normalization(new float[] {1, 2, 3}, new float[] {1, 2, 4}))
            .channelsLast();
    assertThat(values).startsWith(-1, -1, -0.75f, -1, -1, -0.75f, 0, 0, 0, 0, 0, 0, -1, -1, -0.75f);
  }

  @Test
  void normalizationIsAValue() {
    float[] mean = {1, 2, 3};
    Normalization normalization = new Normalization(mean, new float[] {1, 1, 1});
    mean[0] = 9;
    normalization.std()[0] = 9;
    assertThat(normalization)
        .isEqualTo(new Normalization(new float[] {1, 2, 3}, new float[] {1, 1, 1}))
        .isNotEqualTo(Normalization.IMAGENET_255);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(new float[] {1, 2, 3}, new float[] {1, 0, 1}))
        .withMessageContaining("0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Normalization(new float[] {1, 2}, new float[] {1, 1, 1}));
  }

  @Test
  void geometryScalesEachAxisByItsRoundedSize() {
    ImageGeometry geometry = ImageGeometry.of(new ImageSize(613, 409), 1024);
    assertThat(geometry.resized()).isEqualTo(new ImageSize(1024, 683));
    assertThat(geometry.toModel(new PixelPoint(306.5, 204.5)))
        .isEqualTo(new PixelPoint(306.5 * (1024 / 613.0), 204.5 * (683 / 409.0)));
    assertThat(geometry.toModel(new Box(0, 0, 613, 409)))
        .isEqualTo(new Box(0, 0, 613 * (1024 / 613.0), 409 * (683 / 409.0)));
  }

  @Test
  void refusesSizesThatDoNotFit() {
    ImageSize size = new ImageSize(10, 10);
    assertThatIllegalArgumentException().isThrownBy(() -> ImageGeometry.of(size, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ImageGeometry(size, size, 9));
    SamImage image = TestPictures.picture(3, 3, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelInput.of(image, 0, Normalization.IMAGENET_255));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelInput.of(image, 100_000, Normalization.IMAGENET_255))
        .withMessageContaining("100000");
  }
}
