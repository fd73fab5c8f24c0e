package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.util.Arrays;
import java.util.List;

/**
 * Which pixels of a picture are inside: one bit each.
 *
 * <p>Immutable, and so safe to share between threads. It holds about a byte for eight pixels.
 */
public final class BitMask {
  /** Tells for each pixel whether it is inside. */
  @FunctionalInterface
  public interface PixelTest {
    /** Whether the pixel in column {@code x} of row {@code y} is inside. */
    boolean inside(int x, int y);
  }

  private final ImageSize size;
  // Row after row, each padded to whole words; the lowest bit is the leftmost pixel. Padding is 0.
  private final long[] words;
  private final int stride;

  /** Takes the words over, whose padding must be 0. */
  BitMask(ImageSize size, long[] words) {
    this.size = size;
    this.words = words;
    this.stride = stride(size.width());
  }

  static int stride(int width) {
    return (width + 63) >>> 6;
  }

  /** Words for a picture of that size. */
  static long[] words(ImageSize size) {
    return new long[Math.multiplyExact(stride(size.width()), size.height())];
  }

  /** The bits of a row's word that are pixels. */
  static long pixels(int width, int word) {
    int left = width - (word << 6);
    return left >= 64 ? -1L : (1L << left) - 1;
  }

  /** A mask without a pixel. */
  public static BitMask empty(ImageSize size) {
    return new BitMask(size, words(size));
  }

  /** A mask of every pixel. */
  public static BitMask full(ImageSize size) {
    return empty(size).not();
  }

  /** The pixels that pass a test, which is asked once for each, row by row. */
  public static BitMask of(ImageSize size, PixelTest test) {
    long[] words = words(size);
    int stride = stride(size.width());
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        if (test.inside(x, y)) {
          words[y * stride + (x >>> 6)] |= 1L << x;
        }
      }
    }
    return new BitMask(size, words);
  }

  /**
   * The pixels whose logit is strictly above the threshold; NaN is not.
   *
   * @param logits one for each pixel, row-major
   * @throws IllegalArgumentException if their number is not the size's area
   */
  public static BitMask aboveThreshold(float[] logits, ImageSize size, float threshold) {
    if (logits.length != size.area()) {
      throw new IllegalArgumentException(
          "a mask of %d x %d needs %d logits, found %d"
              .formatted(size.width(), size.height(), size.area(), logits.length));
    }
    long[] words = words(size);
    int stride = stride(size.width());
    for (int y = 0; y < size.height(); y++) {
      int row = y * size.width();
      for (int k = 0; k < stride; k++) {
        int from = row + (k << 6);
        words[y * stride + k] =
            above(logits, from, Math.min(64, row + size.width() - from), threshold);
      }
    }
    return new BitMask(size, words);
  }

  /** Up to 64 comparisons as the low bits of a word. */
  static long above(float[] values, int from, int count, float threshold) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      word |= (values[from + i] > threshold ? 1L : 0L) << i;
    }
    return word;
  }

  /**
   * The pixels of a picture that are not black: any colour sample other than 0, and not wholly
   * transparent. It reads what {@link #toBufferedImage} writes, and label pictures of 0 and 1.
   */
  public static BitMask of(BufferedImage image) {
    ImageSize size = new ImageSize(image.getWidth(), image.getHeight());
    Raster raster = image.getRaster();
    if (raster.getNumBands() == 1 && !(image.getColorModel() instanceof IndexColorModel)) {
      // Grey samples as they are: getRGB would bring them to eight bits and bend them on the way.
      return of(size, (x, y) -> raster.getSampleDouble(x, y, 0) != 0);
    }
    return of(
        size,
        (x, y) -> {
          int argb = image.getRGB(x, y);
          return (argb >>> 24) != 0 && (argb & 0xffffff) != 0;
        });
  }

  /** The picture's size. */
  public ImageSize size() {
    return size;
  }

  /**
   * Whether a pixel is inside.
   *
   * @throws IndexOutOfBoundsException if it is not of the picture
   */
  public boolean get(int x, int y) {
    if (x < 0 || y < 0 || x >= size.width() || y >= size.height()) {
      throw new IndexOutOfBoundsException(
          "pixel (%d, %d) of a mask of %d x %d".formatted(x, y, size.width(), size.height()));
    }
    return (words[y * stride + (x >>> 6)] >>> x & 1) != 0;
  }

  /** The word with pixels 64 k to 64 k + 63 of a row, leftmost lowest. */
  long word(int k, int y) {
    return words[y * stride + k];
  }

  /** Words in a row. */
  int stride() {
    return stride;
  }

  /** Pixels inside. */
  public long area() {
    long area = 0;
    for (long word : words) {
      area += Long.bitCount(word);
    }
    return area;
  }

  /** Whether no pixel is inside. */
  public boolean isEmpty() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * The least and greatest column and row of the pixels inside. As in segment-anything
   * (batched_mask_to_box) the right and bottom edge are the last pixel's own place, not one past
   * it, so that a mask of one pixel has a box without area; an empty mask gives (0, 0, 0, 0).
   */
  public Box box() {
    int top = -1;
    int bottom = -1;
    long[] columns = new long[stride];
    for (int y = 0; y < size.height(); y++) {
      long any = 0;
      for (int k = 0; k < stride; k++) {
        long word = words[y * stride + k];
        columns[k] |= word;
        any |= word;
      }
      if (any != 0) {
        top = top < 0 ? y : top;
        bottom = y;
      }
    }
    if (top < 0) {
      return new Box(0, 0, 0, 0);
    }
    int first = 0;
    while (columns[first] == 0) {
      first++;
    }
    int last = stride - 1;
    while (columns[last] == 0) {
      last--;
    }
    return new Box(
        (first << 6) + Long.numberOfTrailingZeros(columns[first]),
        top,
        (last << 6) + 63 - Long.numberOfLeadingZeros(columns[last]),
        bottom);
  }

  /** Pixels inside both masks. */
  public long intersectionArea(BitMask other) {
    requireSameSize(other);
    long area = 0;
    for (int i = 0; i < words.length; i++) {
      area += Long.bitCount(words[i] & other.words[i]);
    }
    return area;
  }

  /** Intersection over union with a mask of the same size; 0 where both are empty. */
  public double iou(BitMask other) {
    requireSameSize(other);
    long intersection = 0;
    long union = 0;
    for (int i = 0; i < words.length; i++) {
      intersection += Long.bitCount(words[i] & other.words[i]);
      union += Long.bitCount(words[i] | other.words[i]);
    }
    return union == 0 ? 0 : (double) intersection / union;
  }

  /** The pixels inside both masks, which must be of one size. */
  public BitMask and(BitMask other) {
    requireSameSize(other);
    long[] result = words.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] &= other.words[i];
    }
    return new BitMask(size, result);
  }

  /** The pixels inside either mask, which must be of one size. */
  public BitMask or(BitMask other) {
    requireSameSize(other);
    long[] result = words.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] |= other.words[i];
    }
    return new BitMask(size, result);
  }

  /** The pixels inside this mask and outside the other, which must be of the same size. */
  public BitMask minus(BitMask other) {
    requireSameSize(other);
    long[] result = words.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] &= ~other.words[i];
    }
    return new BitMask(size, result);
  }

  /** The pixels outside. */
  public BitMask not() {
    long[] result = new long[words.length];
    for (int y = 0; y < size.height(); y++) {
      for (int k = 0; k < stride; k++) {
        result[y * stride + k] = ~words[y * stride + k] & pixels(size.width(), k);
      }
    }
    return new BitMask(size, result);
  }

  private void requireSameSize(BitMask other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException(
          "masks of one size are needed, found %d x %d and %d x %d"
              .formatted(size.width(), size.height(), other.size.width(), other.size.height()));
    }
  }

  /**
   * This mask as a part of a larger picture, empty elsewhere.
   *
   * @param whole the larger picture's size
   * @param x0 column of the larger picture where this mask's first column goes
   * @param y0 row of the larger picture where this mask's first row goes
   * @throws IllegalArgumentException if the mask does not lie wholly inside
   */
  public BitMask place(ImageSize whole, int x0, int y0) {
    if (x0 < 0
        || y0 < 0
        || x0 > whole.width() - size.width()
        || y0 > whole.height() - size.height()) {
      throw new IllegalArgumentException(
          "a mask of %d x %d at (%d, %d) must lie inside %d x %d"
              .formatted(size.width(), size.height(), x0, y0, whole.width(), whole.height()));
    }
    if (size.equals(whole)) {
      return this;
    }
    long[] result = words(whole);
    int wholeStride = stride(whole.width());
    int shift = x0 & 63;
    for (int y = 0; y < size.height(); y++) {
      int to = (y + y0) * wholeStride + (x0 >>> 6);
      for (int k = 0; k < stride; k++) {
        long word = words[y * stride + k];
        result[to + k] |= word << shift;
        long rest = shift == 0 ? 0 : word >>> (64 - shift);
        // Padding is 0, so that nothing runs over the end of a row.
        if (rest != 0) {
          result[to + k + 1] |= rest;
        }
      }
    }
    return new BitMask(whole, result);
  }

  /**
   * A part of this mask, as a mask of its own; {@link #place} puts it back.
   *
   * @param x0 first column
   * @param y0 first row
   * @param x1 column after the last
   * @param y1 row after the last
   * @throws IllegalArgumentException if the part does not lie wholly inside or has no pixel
   */
  public BitMask crop(int x0, int y0, int x1, int y1) {
    if (x0 < 0 || y0 < 0 || x1 > size.width() || y1 > size.height() || x0 >= x1 || y0 >= y1) {
      throw new IllegalArgumentException(
          "a part of a mask of %d x %d must lie inside and have a pixel, found (%d, %d) to (%d, %d)"
              .formatted(size.width(), size.height(), x0, y0, x1, y1));
    }
    ImageSize part = new ImageSize(x1 - x0, y1 - y0);
    if (part.equals(size)) {
      return this;
    }
    long[] result = words(part);
    int partStride = stride(part.width());
    int first = x0 >>> 6;
    int shift = x0 & 63;
    for (int y = 0; y < part.height(); y++) {
      int row = (y + y0) * stride;
      for (int k = 0; k < partStride; k++) {
        int from = first + k;
        long word = words[row + from] >>> shift;
        if (shift != 0 && from + 1 < stride) {
          word |= words[row + from + 1] << (64 - shift);
        }
        result[y * partStride + k] = word & pixels(part.width(), k);
      }
    }
    return new BitMask(part, result);
  }

  /** One byte for each pixel, row-major: 1 inside, 0 outside. */
  public byte[] toBytes() {
    return bytes((byte) 1);
  }

  /** A grey picture of eight bits: 255 inside, 0 outside. */
  public BufferedImage toBufferedImage() {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, size.width(), size.height(), bytes((byte) 255));
    return image;
  }

  private byte[] bytes(byte inside) {
    byte[] bytes = new byte[Math.toIntExact(size.area())];
    for (int y = 0; y < size.height(); y++) {
      for (int k = 0; k < stride; k++) {
        int at = y * size.width() + (k << 6);
        for (long left = words[y * stride + k]; left != 0; left &= left - 1) {
          bytes[at + Long.numberOfTrailingZeros(left)] = inside;
        }
      }
    }
    return bytes;
  }

  /**
   * The exact outline along the pixels' edges, holes included: a pixel (x, y) inside is the square
   * from (x, y) to (x + 1, y + 1).
   */
  public Shape toShape() {
    Path2D.Double path = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    outlines().forEach(part -> path.append(part.toShape(), false));
    return path;
  }

  /**
   * The exact outlines along the pixels' edges, a polygon for each part; none for an empty mask. A
   * pixel (x, y) inside is the square from (x, y) to (x + 1, y + 1), so that coordinates are whole
   * numbers from 0 to the width and from 0 to the height.
   *
   * <ul>
   *   <li>Parts hang together through edges: pixels that touch at a corner alone belong to two
   *       parts, or to one that hangs together elsewhere (OpenCV and {@link #polygons} connect
   *       corners as well, and may find fewer parts).
   *   <li>Seen in the picture, outer rings go clockwise and holes counter-clockwise. As numbers
   *       that is the right-hand rule of GeoJSON (RFC 7946): {@link Ring#signedArea} is positive
   *       for outer rings and negative for holes.
   *   <li>No ring comes to a point twice; a hole may touch the ring around it, or another hole, at
   *       single points, as OGC's simple features allow. Two points that follow each other differ
   *       in one coordinate, three are never in line, and the first is not repeated at the end.
   *   <li>Filling the rings gives the mask exactly, by the even-odd and by the non-zero rule, one
   *       part at a time or all together.
   * </ul>
   *
   * Parts and holes come in the order of their first edges, row by row.
   */
  public List<Polygon> outlines() {
    return PixelOutline.of(this);
  }

  /** The contours with their holes; see {@link Polygons#of}. */
  public List<Polygon> polygons() {
    return Polygons.of(this, Polygons.Detail.CORNERS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BitMask mask
        && size.equals(mask.size)
        && Arrays.equals(words, mask.words);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return "BitMask[%d x %d, area %d]".formatted(size.width(), size.height(), area());
  }
}
