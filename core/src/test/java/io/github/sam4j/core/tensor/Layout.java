package io.github.sam4j.core.tensor;

/** How a test input lies in its storage. */
public enum Layout {
  /** Row-major, alone in its storage. */
  CONTIGUOUS,
  /** Some indices of a longer first axis. */
  SLICED_FIRST,
  /** Some indices of a longer middle axis (of the first where there is no middle one). */
  SLICED_MIDDLE,
  /** Some columns of wider rows, as queries are of a map of queries, keys and values. */
  SLICED_LAST,
  /** The last two axes swapped: neighbours in a row do not lie beside each other. */
  SWAPPED
}
