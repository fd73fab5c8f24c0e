package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * What all maps of a {@link FactoredMap} give to an attention layer: projected cells, plane by
 * plane.
 *
 * @param base projections of the maps' base: (B, width, N)
 * @param places projections of what is added to every map's cells, as are their positions: (B,
 *     width, N); null if there is none
 * @param cells how many there are; what is behind them fills up the last block and counts for
 *     nothing
 */
public record CellPlanes(Tensor base, @Nullable Tensor places, int cells) {
  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if they do not fit each other
   */
  public CellPlanes {
    ArgumentCheck.rank("base", 3, base);
    if (places != null) {
      ArgumentCheck.shape("places", base.shape(), places);
    }
    int most = base.dim(0) * base.dim(2);
    if (cells > most || cells <= most - base.dim(2)) {
      throw new IllegalArgumentException(
          "the last of %d blocks of %d cells must be needed, found %d cells"
              .formatted(base.dim(0), base.dim(2), cells));
    }
  }

  /** Planes of as many cells as the blocks have. */
  public CellPlanes(Tensor base, @Nullable Tensor places) {
    this(base, places, base.dim(0) * base.dim(-1));
  }
}
