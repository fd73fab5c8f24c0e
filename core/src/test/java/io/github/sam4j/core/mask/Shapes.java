package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Seeded masks to test with. */
final class Shapes {
  static final List<ImageSize> SIZES =
      List.of(
          new ImageSize(1, 1),
          new ImageSize(5, 63),
          new ImageSize(63, 5),
          new ImageSize(64, 64),
          new ImageSize(65, 65),
          new ImageSize(130, 77),
          new ImageSize(77, 200));

  private Shapes() {}

  /** Of every size: empty, full, noise, and ellipses with holes. */
  static Stream<BitMask> all() {
    return SIZES.stream()
        .flatMap(
            size ->
                Stream.of(
                    BitMask.empty(size), BitMask.full(size), noise(size, 1), ellipses(size, 2)));
  }

  static BitMask noise(ImageSize size, long seed) {
    Random random = new Random(seed);
    return BitMask.of(size, (x, y) -> random.nextInt(3) == 0);
  }

  static BitMask ellipses(ImageSize size, long seed) {
    Random random = new Random(seed);
    BitMask mask = BitMask.empty(size);
    for (int i = 0; i < 12; i++) {
      double cx = random.nextDouble() * size.width();
      double cy = random.nextDouble() * size.height();
      double rx = 1 + random.nextDouble() * size.width() / 4;
      double ry = 1 + random.nextDouble() * size.height() / 4;
      BitMask one = BitMask.of(size, (x, y) -> Math.hypot((x - cx) / rx, (y - cy) / ry) < 1);
      mask = i % 3 == 2 ? mask.minus(one) : mask.or(one);
    }
    return mask;
  }

  /** Rows of '#' for inside and anything else for outside. */
  static BitMask drawn(String... rows) {
    return BitMask.of(
        new ImageSize(rows[0].length(), rows.length), (x, y) -> rows[y].charAt(x) == '#');
  }
}
