package io.github.sam4j.detectors;

import io.github.sam4j.core.image.SamImage;
import java.util.List;

/**
 * Finds scored boxes for texts, or for an example picture, in pictures. The boxes are prompts for a
 * mask decoder.
 *
 * <p>Thread-safe: any number of threads may use it at the same time, with the same results.
 */
public interface Detector extends AutoCloseable {
  /**
   * Runs the image tower, once for a picture; the result answers any number of calls.
   *
   * @throws IllegalStateException if this detector is closed
   */
  GroundingImage embed(SamImage image);

  /**
   * The boxes that these texts speak of. The texts compete: a box carries the one it scores highest
   * with. Ground each text by itself where a thing may have several labels.
   *
   * @param image made by this detector's {@link #embed}
   * @param texts at least one; a short noun phrase such as "a dog" works best
   * @return within the picture, best first, equal scores in the texts' order
   * @throws IllegalArgumentException if there is no text, one is blank, or the image is another
   *     detector's
   * @throws IllegalStateException if this detector is closed
   */
  List<GroundedBox> ground(GroundingImage image, List<String> texts, GroundingOptions options);

  /**
   * The boxes that look like the thing which fills an example picture: "more like this".
   *
   * @param image made by this detector's {@link #embed}
   * @param example the thing, cut out with little around it
   * @return within the picture, best first, labelled {@link GroundedBox#EXAMPLE}
   * @throws IllegalArgumentException if the image is another detector's
   * @throws IllegalStateException if this detector is closed
   */
  List<GroundedBox> like(GroundingImage image, SamImage example, GroundingOptions options);

  /**
   * Waits for calls in progress and refuses all that follow. The weights are freed with the engine
   * that they were packed for. Idempotent.
   */
  @Override
  void close();
}
