package io.github.sam4j;

import io.github.sam4j.core.tensor.Precision;
import java.util.OptionalDouble;

/**
 * What a loaded model is.
 *
 * @param name its name, or its file's
 * @param family "SAM", "MobileSAM"
 * @param inputSize S: the picture's long side is brought to it, in pixels
 * @param grid G: side of the embedding
 * @param channels C: width of the embedding
 * @param engine which engine computes it, "cpu" or "portable"
 * @param precision number format of the encoder's matrix products
 * @param fingerprint tells models apart: hexadecimal, made from their weights
 * @param recommendedPredIouThresh for automatic masks, where the model's author says so
 * @param recommendedStabilityScoreThresh for automatic masks, where the model's author says so
 */
public record ModelInfo(
    String name,
    String family,
    int inputSize,
    int grid,
    int channels,
    String engine,
    Precision precision,
    String fingerprint,
    OptionalDouble recommendedPredIouThresh,
    OptionalDouble recommendedStabilityScoreThresh) {
  /** One line for a log: name, family, sizes, engine. */
  public String describe() {
    return "%s: %s, input %d x %d, embedding %d x %d x %d, %s engine, %s"
        .formatted(name, family, inputSize, inputSize, channels, grid, grid, engine, precision);
  }
}
