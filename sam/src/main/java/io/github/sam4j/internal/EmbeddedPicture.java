package io.github.sam4j.internal;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.GroundingImage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a model's image encoder made of a picture, on the Java heap. Immutable and thread-safe. */
public final class EmbeddedPicture {
  private final ImageGeometry geometry;
  private final Map<String, float[]> maps;
  private final @Nullable SamImage image;
  private final Once<GroundingImage> grounding = new Once<>();

  /**
   * A picture that was encoded.
   *
   * @param maps by name, each (rows, columns, channels), not copied
   * @param image the picture, or null if it is not at hand
   */
  public EmbeddedPicture(
      ImageGeometry geometry, Map<String, float[]> maps, @Nullable SamImage image) {
    this.geometry = geometry;
    this.maps = Collections.unmodifiableMap(new LinkedHashMap<>(maps));
    this.image = image;
  }

  /** How its pixels map to the model's input. */
  public ImageGeometry geometry() {
    return geometry;
  }

  /** Its size. */
  public ImageSize size() {
    return geometry.original();
  }

  /**
   * A map's values, not copied.
   *
   * @param name one of the model's
   */
  public float[] map(String name) {
    return Objects.requireNonNull(maps.get(name), name);
  }

  /**
   * The picture.
   *
   * @throws IllegalStateException if this was read from a file and so has none
   */
  public SamImage picture() {
    return Optional.ofNullable(image)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "this embedding was read from a file and has no picture; embed the picture"));
  }

  /** What the detector's image tower makes of the picture; computed at the first use. */
  public GroundingImage grounding(Detector detector) {
    return grounding.get(() -> detector.embed(picture()));
  }
}
