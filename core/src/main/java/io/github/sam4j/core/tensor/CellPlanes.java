package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * What all maps of a {@link FactoredMap} give to an attention layer: projected cells, plane by
 * plane.
 *
 * @param base projections of the maps' base: (B, width, N)
 * @param places projections of what is added to every map's cells, as are their positions: (B,
 *     width, N); null if there is none
 */
public record CellPlanes(Tensor base, @Nullable Tensor places) {
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
  }
}
