package io.github.sam4j.core.error;

/**
 * A weights file that cannot be used: foreign, truncated, hostile, or for another architecture.
 *
 * <p>The message names the file, the tensor where there is one, what was expected and what was
 * found.
 */
public class WeightsFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a whole message. */
  public WeightsFormatException(String message) {
    super(message);
  }

  /** With a whole message and what caused it. */
  public WeightsFormatException(String message, Throwable cause) {
    super(message, cause);
  }

  /** About one tensor of a file. */
  public static WeightsFormatException tensor(
      String source, String tensor, String expected, String found) {
    return new WeightsFormatException(
        "%s: tensor '%s': expected %s, found %s".formatted(source, tensor, expected, found));
  }

  /** About a file as a whole. */
  public static WeightsFormatException file(String source, String expected, String found) {
    return new WeightsFormatException(
        "%s: expected %s, found %s".formatted(source, expected, found));
  }
}
