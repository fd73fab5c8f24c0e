package io.github.sam4j.core.tensor;

/**
 * How much of everything a case of {@link FactoredMaps} has.
 *
 * @param maps P
 * @param blocks B
 * @param cells N, of a block
 * @param terms R, before the operator; 0 stands for no map
 */
record FactoredSize(
    int maps, int blocks, int cells, int tokens, int heads, int headWidth, int terms) {
  int width() {
    return heads * headWidth;
  }

  /** Tokens x heads. */
  int rows() {
    return tokens * heads;
  }

  /** Cells of a map. */
  int all() {
    return blocks * cells;
  }

  @Override
  public String toString() {
    return "%d maps of %d x %d cells, %d tokens, %d heads, %d wide, %d terms"
        .formatted(maps, blocks, cells, tokens, heads, headWidth, terms);
  }
}
