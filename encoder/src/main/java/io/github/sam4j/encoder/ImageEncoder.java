package io.github.sam4j.encoder;

import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import java.util.List;

/**
 * Turns a preprocessed picture into the maps that the mask decoder works on: an embedding and, in
 * some models, finer features.
 *
 * <p>Immutable and thread-safe; threads differ in the {@link Operators} they bring. Its weights
 * live as long as the engine that it was made with.
 */
public interface ImageEncoder {
  /** Its sizes. */
  EncoderConfig config();

  /** Side of the input in pixels, S. */
  default int inputSize() {
    return config().inputSize();
  }

  /** Side of the embedding in cells, G. */
  default int grid() {
    return config().grid();
  }

  /** Channels of the embedding, C. */
  default int channels() {
    return config().channels();
  }

  /** The maps that {@link #encode} gives: an embedding alone, unless the encoder says otherwise. */
  default List<MapShape> maps() {
    return List.of(new MapShape(FeatureMaps.EMBEDDING, grid(), grid(), channels()));
  }

  /**
   * The maps of one picture.
   *
   * @param ops operators of the engine that this encoder was made with
   * @param pixels (S, S, 3), channels-last, normalised, zero where the picture does not reach
   * @return those that {@link #maps} tells, in the scratch memory of {@code ops}
   * @throws IllegalArgumentException if {@code pixels} has another shape
   */
  FeatureMaps encode(Operators ops, Tensor pixels);
}
