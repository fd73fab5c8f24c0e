package io.github.sam4j.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sam4j.core.geometry.ImageSize;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every colour type becomes 8-bit RGB by the rules that {@link SamImage} states. */
class ColorTypesTest {
  private static final int WIDTH = 13;
  private static final int HEIGHT = 9;
  private static final SamImage PICTURE = TestPictures.picture(WIDTH, HEIGHT, 1);

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void rgb(String format) throws Exception {
    check(TestPictures.encode(PICTURE.toBufferedImage(), format), PICTURE.rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.webp", "animated.webp", "animated.png", "pages.tiff", "big.tiff"})
  void rgbAndFirstFrames(String name) throws Exception {
    check(TestPictures.resource(name), PICTURE.rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void grey(String format) throws Exception {
    byte[] samples = TestPictures.noise(WIDTH * HEIGHT, 8);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, WIDTH, HEIGHT, samples);
    check(TestPictures.encode(image, format), threefold(samples));
  }

  @Test
  void greyJpegHasEqualChannels() throws Exception {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setPixels(0, 0, 16, 16, filled(256, 90));
    SamImage found = SamImage.read(TestPictures.encode(image, "jpg"), "grey.jpg");
    assertThat(found.rgb()).hasSize(768).containsOnly(90);
  }

  @Test
  void colorJpegIsNearWhatWasWritten() throws Exception {
    SamImage flat = SamImage.ofRgb(new ImageSize(1, 1), new byte[] {(byte) 200, 100, 30});
    SamImage large = flat.resized(new ImageSize(32, 16));
    SamImage found = SamImage.read(TestPictures.encode(large.toBufferedImage(), "jpg"), "flat.jpg");
    assertThat(found.size()).isEqualTo(large.size());
    byte[] rgb = found.rgb();
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i] & 0xff).isCloseTo(large.rgb()[i] & 0xff, within(3));
    }
  }

  @Test
  void lossyWebp() throws Exception {
    CRC32 sum = new CRC32();
    sum.update(SamImage.read(TestPictures.resource("lossy.webp"), "lossy.webp").rgb());
    assertThat(sum.getValue()).as("libwebp through Pillow 12.3").isEqualTo(2948302203L);
  }

  @Test
  void alphaIsDropped() throws Exception {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_4BYTE_ABGR);
    image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, ints(noiseWithAlpha()));
    check(TestPictures.encode(image, "png"), withoutAlpha(noiseWithAlpha()));
  }

  @Test
  void alphaOfWebpIsDropped() throws Exception {
    byte[] rgba = TestPictures.noise(WIDTH * HEIGHT * 4, 2);
    check(TestPictures.resource("rgba.webp"), withoutAlpha(rgba));
  }

  /** 0 unspecified, 1 associated, 2 unassociated. */
  @ParameterizedTest
  @CsvSource({"0, LITTLE", "1, LITTLE", "2, LITTLE", "0, BIG", "1, BIG", "2, BIG"})
  void alphaOfTiffIsDropped(int kind, String endian) throws Exception {
    byte[] file =
        new TiffBuilder(order(endian), WIDTH, HEIGHT, 4, 8).tag(338, kind).build(noiseWithAlpha());
    check(file, withoutAlpha(noiseWithAlpha()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void palette(int bits) throws Exception {
    int colors = 1 << bits;
    byte[] table = TestPictures.noise(colors * 3, 5);
    BufferedImage image =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY,
            new IndexColorModel(bits, colors, table, 0, false));
    byte[] expected = new byte[WIDTH * HEIGHT * 3];
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int index = i * 37 % colors;
      image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, index);
      System.arraycopy(table, index * 3, expected, i * 3, 3);
    }
    check(TestPictures.encode(image, "png"), expected);
    if (bits != 2) { // BMP has none
      check(TestPictures.encode(image, "bmp"), expected);
    }
  }

  @Test
  void sixteenBitGreyIsShifted() throws Exception {
    byte[] low = TestPictures.noise(WIDTH * HEIGHT, 6);
    byte[] high = TestPictures.noise(WIDTH * HEIGHT, 7);
    int[] samples = words(high, low);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, WIDTH, HEIGHT, samples);
    check(TestPictures.encode(image, "png"), threefold(high));
    byte[] tiff =
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT, 1, 16)
            .build(TiffBuilder.words(samples, ByteOrder.LITTLE_ENDIAN));
    check(tiff, threefold(high));
  }

  @Test
  void sixteenBitColorIsShifted() throws Exception {
    byte[] low = TestPictures.noise(WIDTH * HEIGHT * 3, 6);
    byte[] high = TestPictures.noise(WIDTH * HEIGHT * 3, 7);
    int[] samples = words(high, low);
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, WIDTH, HEIGHT, 3, null);
    raster.setPixels(0, 0, WIDTH, HEIGHT, samples);
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT);
    BufferedImage image = new BufferedImage(model, raster, false, null);
    assertThat(SamImage.of(image).rgb()).isEqualTo(high);
    check(TestPictures.encode(image, "png"), high);
    byte[] tiff =
        new TiffBuilder(ByteOrder.LITTLE_ENDIAN, WIDTH, HEIGHT, 3, 16)
            .build(TiffBuilder.words(samples, ByteOrder.LITTLE_ENDIAN));
    check(tiff, high);
  }

  private static void check(byte[] file, byte[] expected) throws Exception {
    SamImage found = SamImage.read(file, "picture");
    assertThat(found.size()).isEqualTo(new ImageSize(WIDTH, HEIGHT));
    assertThat(found.rgb()).isEqualTo(expected);
  }

  private static ByteOrder order(String endian) {
    return endian.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  private static byte[] noiseWithAlpha() {
    return TestPictures.noise(WIDTH * HEIGHT * 4, 11);
  }

  private static byte[] withoutAlpha(byte[] rgba) {
    byte[] rgb = new byte[rgba.length / 4 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = rgba[i / 3 * 4 + i % 3];
    }
    return rgb;
  }

  private static byte[] threefold(byte[] grey) {
    byte[] rgb = new byte[grey.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = grey[i / 3];
    }
    return rgb;
  }

  private static int[] words(byte[] high, byte[] low) {
    int[] words = new int[high.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = (high[i] & 0xff) << 8 | (low[i] & 0xff);
    }
    return words;
  }

  private static int[] ints(byte[] samples) {
    int[] values = new int[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[i] & 0xff;
    }
    return values;
  }

  private static int[] filled(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }
}
