package io.github.sam4j.core.image;

import io.github.sam4j.core.error.ImageFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A picture: RGB, 8 bits per channel, upright.
 *
 * <p>Immutable and thread-safe. It holds three bytes a pixel on the Java heap and nothing outside
 * it.
 *
 * <p>{@link #read(Path)} decodes PNG, JPEG, WebP, TIFF and BMP:
 *
 * <ul>
 *   <li>grey becomes three equal channels, a palette its colours;
 *   <li>alpha is dropped, colours under it stay as stored (Pillow's {@code convert("RGB")});
 *   <li>16-bit samples become 8-bit ones by {@code value >> 8};
 *   <li>an EXIF or TIFF orientation is applied, so coordinates are those of the upright picture;
 *   <li>of an animation or a file of several pages, the first is read.
 * </ul>
 *
 * <p>A file that is cut short, damaged or of another kind is refused with an {@link
 * ImageFormatException}. So is one whose header claims more than {@code sam4j.maxPixels} pixels (a
 * system property, 268435456 where not set), before memory is taken for it. Wrong bits inside
 * compressed JPEG, WebP or TIFF data can go unnoticed: only PNG carries checksums.
 */
public final class SamImage {
  private static final int CHANNELS = 3;

  private final ImageSize size;
  private final byte[] rgb;

  private SamImage(ImageSize size, byte[] rgb) {
    this.size = size;
    this.rgb = rgb;
  }

  /** Takes the array over, which no one else may change from here on. */
  static SamImage wrap(ImageSize size, byte[] rgb) {
    return new SamImage(size, rgb);
  }

  /**
   * Reads a picture's file. The first call also begins to load the native libraries of an engine in
   * the background, since a picture is read to be embedded.
   *
   * @throws ImageFormatException if the file is not a whole picture of a known format
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if reading fails
   */
  public static SamImage read(Path file) throws IOException, ImageFormatException {
    long length = Files.size(file);
    if (length > Integer.MAX_VALUE - 8) {
      throw new ImageFormatException(
          "%s: expected a file of less than 2 GiB, found %d bytes".formatted(file, length));
    }
    return read(Files.readAllBytes(file), file.toString());
  }

  /**
   * Decodes a picture's file that is already in memory.
   *
   * @param bytes the whole file; not changed
   * @param name what error messages call it
   * @throws ImageFormatException if the bytes are not a whole picture of a known format
   */
  public static SamImage read(byte[] bytes, String name) throws ImageFormatException {
    return ImageDecoder.decode(bytes, name);
  }

  /**
   * Copies a Java picture. Alpha is dropped. Grey samples are taken as they are, without the
   * conversion from linear grey that {@link BufferedImage#getRGB(int, int)} makes; 16-bit samples
   * become 8-bit ones by {@code value >> 8}.
   */
  public static SamImage of(BufferedImage image) {
    return BufferedImages.toSamImage(image);
  }

  /**
   * Copies interleaved samples: rows from the top, pixels from the left, red, green, blue.
   *
   * @throws IllegalArgumentException if {@code rgb.length} is not {@code width * height * 3}
   */
  public static SamImage ofRgb(ImageSize size, byte[] rgb) {
    if (rgb.length != size.area() * CHANNELS) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels needs %d bytes, found %d"
              .formatted(size.width(), size.height(), size.area() * CHANNELS, rgb.length));
    }
    return new SamImage(size, rgb.clone());
  }

  /** Width and height in pixels. */
  public ImageSize size() {
    return size;
  }

  /** A copy of the samples: rows from the top, pixels from the left, red, green, blue. */
  public byte[] rgb() {
    return rgb.clone();
  }

  /** The samples themselves, for this package, which does not change them. */
  byte[] pixels() {
    return rgb;
  }

  /** A copy of type {@link BufferedImage#TYPE_3BYTE_BGR}. */
  public BufferedImage toBufferedImage() {
    return BufferedImages.fromSamImage(this);
  }

  /**
   * The picture at another size, by antialiased bilinear resampling: equal to Pillow's {@code
   * resize(size, BILINEAR)} to the last bit.
   */
  public SamImage resized(ImageSize target) {
    return target.equals(size)
        ? this
        : new SamImage(target, AntialiasedBilinear.resize(rgb, size, target));
  }

  /**
   * The part from pixel column {@code x0} up to and without {@code x1}, from row {@code y0} up to
   * and without {@code y1}.
   *
   * @throws IllegalArgumentException if that is empty or reaches out of the picture
   */
  public SamImage crop(int x0, int y0, int x1, int y1) {
    if (x0 < 0 || y0 < 0 || x1 > size.width() || y1 > size.height() || x0 >= x1 || y0 >= y1) {
      throw new IllegalArgumentException(
          "a crop needs 0 <= x0 < x1 <= %d and 0 <= y0 < y1 <= %d, found (%d, %d, %d, %d)"
              .formatted(size.width(), size.height(), x0, y0, x1, y1));
    }
    ImageSize part = new ImageSize(x1 - x0, y1 - y0);
    int stride = part.width() * CHANNELS;
    byte[] target = new byte[stride * part.height()];
    for (int y = 0; y < part.height(); y++) {
      int from = ((y0 + y) * size.width() + x0) * CHANNELS;
      System.arraycopy(rgb, from, target, y * stride, stride);
    }
    return new SamImage(part, target);
  }

  /**
   * Writes the picture as a PNG file, over an old one.
   *
   * @throws IOException if writing fails
   */
  public void writePng(Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      if (!ImageIO.write(toBufferedImage(), "png", out)) {
        throw new IOException(file + ": this Java runtime has no PNG writer");
      }
    }
  }

  @Override
  public String toString() {
    return "SamImage[%d x %d]".formatted(size.width(), size.height());
  }
}
