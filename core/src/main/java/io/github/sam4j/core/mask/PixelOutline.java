package io.github.sam4j.core.mask;

import java.awt.geom.Path2D;

/** Walks along the edges between the pixels inside and those outside. */
final class PixelOutline {
  private static final int[] STEP_X = {1, 0, -1, 0};
  private static final int[] STEP_Y = {0, 1, 0, -1};

  private final BitMask mask;
  private final int width;
  private final int height;
  // Pixels whose upper edge is outline and not yet walked. Every loop has one.
  private final long[] upperEdges;
  private final Path2D.Double path = new Path2D.Double(Path2D.WIND_EVEN_ODD);

  private PixelOutline(BitMask mask) {
    this.mask = mask;
    this.width = mask.size().width();
    this.height = mask.size().height();
    this.upperEdges = BitMask.words(mask.size());
  }

  static Path2D of(BitMask mask) {
    return new PixelOutline(mask).trace();
  }

  private Path2D trace() {
    int stride = mask.stride();
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < stride; k++) {
        upperEdges[y * stride + k] = mask.word(k, y) & (y == 0 ? -1L : ~mask.word(k, y - 1));
      }
    }
    for (int i = 0; i < upperEdges.length; i++) {
      // A walk clears its own edges from the word, which is why it is read again.
      while (upperEdges[i] != 0) {
        int x = (i % stride << 6) + Long.numberOfTrailingZeros(upperEdges[i]);
        walk(x, i / stride);
      }
    }
    return path;
  }

  /** One loop, clockwise on the screen around what is inside: inside is at the right hand. */
  private void walk(int startX, int startY) {
    int x = startX;
    int y = startY;
    int direction = 0;
    path.moveTo(x, y);
    while (true) {
      if (direction == 0) {
        upperEdges[y * mask.stride() + (x >>> 6)] &= ~(1L << x);
      }
      x += STEP_X[direction];
      y += STEP_Y[direction];
      int turn = turn(x, y, direction);
      direction = (direction + turn) & 3;
      // A loop may touch its first corner on the way, but leaves it to the right only once.
      if (x == startX && y == startY && direction == 0) {
        break;
      }
      if (turn != 0) {
        path.lineTo(x, y);
      }
    }
    path.closePath();
  }

  /** 1 for a turn to the right, -1 to the left, 0 for straight on. */
  private int turn(int x, int y, int direction) {
    // The pixel to the lower right of a corner bears the corner's numbers.
    boolean right;
    boolean left;
    switch (direction) {
      case 0 -> {
        right = inside(x, y);
        left = inside(x, y - 1);
      }
      case 1 -> {
        right = inside(x - 1, y);
        left = inside(x, y);
      }
      case 2 -> {
        right = inside(x - 1, y - 1);
        left = inside(x - 1, y);
      }
      default -> {
        right = inside(x, y - 1);
        left = inside(x - 1, y - 1);
      }
    }
    if (!right) {
      return 1;
    }
    return left ? -1 : 0;
  }

  private boolean inside(int x, int y) {
    return x >= 0 && y >= 0 && x < width && y < height && (mask.word(x >>> 6, y) >>> x & 1) != 0;
  }
}
