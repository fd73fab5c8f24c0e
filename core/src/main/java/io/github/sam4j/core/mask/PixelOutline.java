package io.github.sam4j.core.mask;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks along the edges between the pixels inside and those outside, with what is inside at the
 * right hand. Where two pixels touch at a corner alone it turns right and so stays with its own; a
 * walk that comes to such a corner twice is cut there into two.
 */
final class PixelOutline {
  private static final int[] STEP_X = {1, 0, -1, 0};
  private static final int[] STEP_Y = {0, 1, 0, -1};

  private final BitMask mask;
  private final int width;
  private final int height;
  // Pixels whose upper edge is outline and not yet walked. Every loop has one.
  private final long[] upperEdges;
  private final ConnectedRegions parts;
  private final Ring[] outer;
  private final List<List<Ring>> holes = new ArrayList<>();

  private PixelOutline(BitMask mask) {
    this.mask = mask;
    this.width = mask.size().width();
    this.height = mask.size().height();
    this.upperEdges = BitMask.words(mask.size());
    this.parts = ConnectedRegions.throughEdges(mask);
    this.outer = new Ring[parts.count()];
    for (int i = 0; i < outer.length; i++) {
      holes.add(new ArrayList<>());
    }
  }

  /** Each part with its holes, in the order of the parts' first pixels, row by row. */
  static List<Polygon> of(BitMask mask) {
    PixelOutline outline = new PixelOutline(mask);
    outline.trace();
    List<Polygon> polygons = new ArrayList<>();
    for (int i = 0; i < outline.outer.length; i++) {
      polygons.add(new Polygon(outline.outer[i], outline.holes.get(i)));
    }
    return List.copyOf(polygons);
  }

  private void trace() {
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
        int part = parts.at(x, i / stride);
        for (Ring ring : walk(x, i / stride)) {
          // What hangs together through edges has one ring around it, and all others inside.
          if (ring.isClockwise()) {
            outer[part] = ring;
          } else {
            holes.get(part).add(ring);
          }
        }
      }
    }
  }

  /** One loop, as rings that do not touch themselves. */
  private List<Ring> walk(int startX, int startY) {
    Corners corners = new Corners();
    int x = startX;
    int y = startY;
    int direction = 0;
    corners.add(x, y, isTouch(x, y));
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
        return corners.finish();
      }
      if (turn != 0) {
        corners.add(x, y, isTouch(x, y));
      }
    }
  }

  /** Whether of the four pixels around a corner two are inside and touch there alone. */
  private boolean isTouch(int x, int y) {
    boolean falling = inside(x - 1, y - 1);
    boolean rising = inside(x, y - 1);
    return falling != rising && inside(x, y) == falling && inside(x - 1, y) == rising;
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

  /** The corners of one walk, of which a ring is taken whenever one comes again. */
  private static final class Corners {
    private final List<Ring> rings = new ArrayList<>();
    private final Map<Long, Integer> touches = new HashMap<>();
    private int[] coordinates = new int[64];
    private int count;

    void add(int x, int y, boolean touch) {
      if (touch) {
        // The rings at a corner do not cross, so that none of a ring's other corners comes again.
        Integer before = touches.putIfAbsent((long) x << 32 | y, count);
        if (before != null) {
          take(before);
          count = before + 1;
          return;
        }
      }
      if (2 * count == coordinates.length) {
        coordinates = Arrays.copyOf(coordinates, 2 * coordinates.length);
      }
      coordinates[2 * count] = x;
      coordinates[2 * count + 1] = y;
      count++;
    }

    List<Ring> finish() {
      take(0);
      return rings;
    }

    private void take(int from) {
      rings.add(new Ring(Arrays.copyOfRange(coordinates, 2 * from, 2 * count)));
    }
  }
}
