package io.github.sam4j.core.tensor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an image encoder makes of a picture: maps by name, each (rows, columns, channels). SAM has
 * one, the embedding; models with finer levels have more.
 *
 * @param maps in the model's order; whoever made them says how long they live
 */
public record FeatureMaps(Map<String, Tensor> maps) {
  /** The map that every model has and that prompts attend to. */
  public static final String EMBEDDING = "embedding";

  /**
   * Features of four times the embedding's side, as SAM 2 has them, projected to the width of what
   * the mask decoder upscales to: (4 G, 4 G, L).
   */
  public static final String HIGH_RESOLUTION_0 = "high_res_s0";

  /**
   * Features of twice the embedding's side, projected to the width between the mask decoder's two
   * convolutions: (2 G, 2 G, M).
   */
  public static final String HIGH_RESOLUTION_1 = "high_res_s1";

  /** Copies the table, not the maps. */
  public FeatureMaps {
    maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
  }

  /** Those of a model with nothing but an embedding. */
  public static FeatureMaps of(Tensor embedding) {
    return new FeatureMaps(Map.of(EMBEDDING, embedding));
  }

  /** The embedding. */
  public Tensor embedding() {
    return map(EMBEDDING);
  }

  /**
   * A map.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor map(String name) {
    Tensor map = maps.get(name);
    if (map == null) {
      throw new IllegalArgumentException(
          "expected a map '%s', found %s".formatted(name, maps.keySet()));
    }
    return map;
  }
}
