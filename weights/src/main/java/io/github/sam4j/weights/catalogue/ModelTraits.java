package io.github.sam4j.weights.catalogue;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What helps to choose a model; all of it may be unknown.
 *
 * @param goodFor one line
 * @param parameters about how many numbers it has
 * @param speed how long a picture takes on a CPU
 */
public record ModelTraits(
    @Nullable String goodFor, @Nullable Long parameters, @Nullable Speed speed) {
  /** Nothing is known. */
  public static final ModelTraits UNKNOWN = new ModelTraits(null, null, null);

  /** Time for a picture on a CPU; MODELS.md has the figures. */
  public enum Speed {
    /** Less than half of SAM ViT-B's. */
    FAST,
    /** Up to twice SAM ViT-B's. */
    MEDIUM,
    /** More than that. */
    SLOW;

    /**
     * The speed of this name, in lower case.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Speed of(String name) {
      for (Speed speed : values()) {
        if (speed.toString().equals(name)) {
          return speed;
        }
      }
      throw new IllegalArgumentException("expected fast, medium or slow, found: " + name);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
