package io.github.sam4j.encoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.ParameterLayout;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Map;

/**
 * The side of the input that a file's metadata states, for encoders whose shapes do not tell it.
 */
public final class StatedInputSize {
  /** The metadata key of the input's side in pixels. */
  public static final String KEY = "image_size";

  private StatedInputSize() {}

  /**
   * Reads it.
   *
   * @see #of(String, Parameters, Map, int, String)
   */
  public static int of(
      Parameters parameters, Map<String, String> metadata, int multiple, String otherwise) {
    return of(KEY, parameters, metadata, multiple, otherwise);
  }

  /**
   * Reads a side in pixels.
   *
   * @param key the metadata's
   * @param parameters of the file, for messages
   * @param multiple what it must be a multiple of
   * @param otherwise where nothing is stated; an empty text if it must be
   * @throws WeightsFormatException if it is missing or no size for such an encoder
   */
  public static int of(
      String key,
      Parameters parameters,
      Map<String, String> metadata,
      int multiple,
      String otherwise) {
    String text = metadata.getOrDefault(key, otherwise).trim();
    try {
      int size = Integer.parseInt(text);
      if (size >= multiple && size % multiple == 0 && size <= ParameterLayout.MAX_INPUT_SIZE) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Said below, with the text.
    }
    throw WeightsFormatException.file(
        parameters.source(),
        "metadata '%s' to be a multiple of %d up to %d"
            .formatted(key, multiple, ParameterLayout.MAX_INPUT_SIZE),
        "'" + text + "'");
  }
}
