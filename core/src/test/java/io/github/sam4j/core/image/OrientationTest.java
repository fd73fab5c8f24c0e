package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each EXIF orientation in each format that can carry one. */
class OrientationTest {
  private static final SamImage STORED = TestPictures.picture(13, 9, 1);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofJpeg(int orientation) throws Exception {
    byte[] jpeg = JpegFiles.jpeg(48, 32, 7);
    SamImage stored = SamImage.read(jpeg, "plain.jpg");
    byte[] turned = JpegFiles.withExif(jpeg, orientation, new byte[0]);
    check(SamImage.read(turned, "turned.jpg"), stored, orientation);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofPng(int orientation) throws Exception {
    String name = "orientation-" + orientation + ".png";
    check(SamImage.read(TestPictures.resource(name), name), STORED, orientation);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofWebp(int orientation) throws Exception {
    String name = "orientation-" + orientation + ".webp";
    check(SamImage.read(TestPictures.resource(name), name), STORED, orientation);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofTiff(int orientation) throws Exception {
    byte[] file =
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, 13, 9, 3, 8)
            .tag(274, orientation)
            .build(STORED.rgb());
    check(SamImage.read(file, "turned.tiff"), STORED, orientation);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void ofTiffWith16Bits(int orientation) throws Exception {
    byte[] rgb = STORED.rgb();
    int[] samples = new int[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      samples[i] = (rgb[i] & 0xff) << 8 | (i & 0xff);
    }
    byte[] file =
        new TiffBuilder(ByteOrder.BIG_ENDIAN, 13, 9, 3, 16)
            .tag(274, orientation)
            .build(TiffBuilder.words(samples, ByteOrder.BIG_ENDIAN));
    check(SamImage.read(file, "turned16.tiff"), STORED, orientation);
  }

  private static void check(SamImage found, SamImage stored, int orientation) {
    SamImage expected = TestPictures.upright(stored, orientation);
    assertThat(found.size()).isEqualTo(expected.size());
    assertThat(found.rgb()).isEqualTo(expected.rgb());
  }
}
