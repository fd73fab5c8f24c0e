package io.github.sam4j.core.mask;

import io.github.sam4j.core.geometry.ImageSize;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The parts of a mask that hang together. Runs of pixels along the rows are joined with the runs
 * above that they touch (union-find).
 */
final class ConnectedRegions {
  private final ImageSize size;
  // How many columns apart runs of two rows may be and still touch: 1 where corners count.
  private final int reach;
  // Runs in reading order: row, first column, column after the last.
  private int[] runRow = new int[256];
  private int[] runStart = new int[256];
  private int[] runEnd = new int[256];
  private int[] parent = new int[256];
  private int runs;
  private final int[] region;
  private final long[] areas;
  private final int largest;

  private ConnectedRegions(BitMask mask, int reach) {
    this.size = mask.size();
    this.reach = reach;
    int above = 0;
    for (int y = 0; y < size.height(); y++) {
      int first = runs;
      addRuns(mask, y);
      if (y > 0) {
        join(above, first);
      }
      above = first;
    }
    region = new int[runs];
    int count = 0;
    for (int i = 0; i < runs; i++) {
      // A root is the first run of its region, so that its number is known already.
      region[i] = parent[i] == i ? count++ : region[root(i)];
    }
    areas = new long[count];
    long[] firstBlock = new long[count];
    Arrays.fill(firstBlock, Long.MAX_VALUE);
    for (int i = 0; i < runs; i++) {
      areas[region[i]] += runEnd[i] - runStart[i];
      long block = ((long) (runRow[i] >> 1) << 32) + (runStart[i] >> 1);
      firstBlock[region[i]] = Math.min(firstBlock[region[i]], block);
    }
    largest = largest(firstBlock);
  }

  /** Pixels that touch at a corner are connected. */
  static ConnectedRegions of(BitMask mask) {
    return new ConnectedRegions(mask, 1);
  }

  /** Pixels are connected through their edges alone. */
  static ConnectedRegions throughEdges(BitMask mask) {
    return new ConnectedRegions(mask, 0);
  }

  private void addRuns(BitMask mask, int y) {
    boolean open = false;
    for (int k = 0; k < mask.stride(); k++) {
      long word = mask.word(k, y);
      long turns = word ^ (word << 1 | (open ? 1 : 0));
      for (; turns != 0; turns &= turns - 1) {
        int x = (k << 6) + Long.numberOfTrailingZeros(turns);
        if (open) {
          runEnd[runs++] = x;
        } else {
          grow();
          runRow[runs] = y;
          runStart[runs] = x;
          parent[runs] = runs;
        }
        open = !open;
      }
    }
    if (open) {
      runEnd[runs++] = size.width();
    }
  }

  private void grow() {
    if (runs == runRow.length) {
      runRow = Arrays.copyOf(runRow, runs * 2);
      runStart = Arrays.copyOf(runStart, runs * 2);
      runEnd = Arrays.copyOf(runEnd, runs * 2);
      parent = Arrays.copyOf(parent, runs * 2);
    }
  }

  private void join(int above, int first) {
    int i = above;
    int j = first;
    while (i < first && j < runs) {
      if (runStart[i] < runEnd[j] + reach && runStart[j] < runEnd[i] + reach) {
        int a = root(i);
        int b = root(j);
        parent[Math.max(a, b)] = Math.min(a, b);
      }
      if (runEnd[i] < runEnd[j]) {
        i++;
      } else {
        j++;
      }
    }
  }

  private int root(int run) {
    while (parent[run] != run) {
      parent[run] = parent[parent[run]];
      run = parent[run];
    }
    return run;
  }

  /**
   * Of equally large regions the one that OpenCV would number first, since the reference takes that
   * one: it reads the picture in blocks of 2 x 2 pixels.
   */
  private int largest(long[] firstBlock) {
    int best = 0;
    for (int i = 1; i < areas.length; i++) {
      if (areas[i] > areas[best] || (areas[i] == areas[best] && firstBlock[i] < firstBlock[best])) {
        best = i;
      }
    }
    return best;
  }

  /** Regions. */
  int count() {
    return areas.length;
  }

  /** The region of a pixel inside, from 0 on in the order of their first pixels. */
  int at(int x, int y) {
    int low = 0;
    int high = runs - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      boolean after = runRow[middle] > y || (runRow[middle] == y && runStart[middle] > x);
      if (after) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return region[low];
  }

  /** Pixels of a region. */
  long area(int index) {
    return areas[index];
  }

  /** The largest region, if there is one. */
  int largest() {
    return largest;
  }

  /** The pixels of some of the regions. */
  BitMask mask(BitSet chosen) {
    long[] words = BitMask.words(size);
    int stride = BitMask.stride(size.width());
    for (int i = 0; i < runs; i++) {
      if (chosen.get(region[i])) {
        int x = runStart[i];
        while (x < runEnd[i]) {
          int stop = Math.min(runEnd[i], (x | 63) + 1);
          words[runRow[i] * stride + (x >>> 6)] |= (-1L >>> (64 - (stop - x))) << x;
          x = stop;
        }
      }
    }
    return new BitMask(size, words);
  }
}
