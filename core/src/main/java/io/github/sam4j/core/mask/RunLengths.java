package io.github.sam4j.core.mask;

import java.util.Arrays;

/** Collects run lengths from the places where a run ends. */
final class RunLengths {
  private int[] counts = new int[64];
  private int size;
  private int last;

  /** A run ends before this place. */
  void turn(int position) {
    add(position - last);
    last = position;
  }

  void add(int count) {
    if (size == counts.length) {
      counts = Arrays.copyOf(counts, size * 2);
    }
    counts[size++] = count;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return counts[index];
  }

  int[] toArray() {
    return Arrays.copyOf(counts, size);
  }

  /** The last run ends before this place, and with it the picture. */
  int[] finish(int position) {
    turn(position);
    return toArray();
  }
}
