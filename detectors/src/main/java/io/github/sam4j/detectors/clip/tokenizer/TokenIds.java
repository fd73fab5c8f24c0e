package io.github.sam4j.detectors.clip.tokenizer;

import java.util.Arrays;

/**
 * A text as a text encoder takes it: start token, the text's tokens, end token, padding. Immutable.
 *
 * @param ids one id for each of the encoder's positions
 * @param length how many of them are not padding, start and end token included
 */
public record TokenIds(int[] ids, int length) {
  /** Copies the array; {@code length} is within 2 and the number of ids. */
  public TokenIds {
    ids = ids.clone();
    if (length < 2 || length > ids.length) {
      throw new IllegalArgumentException(
          "a length needs to be within 2 and %d positions, found %d".formatted(ids.length, length));
    }
  }

  /** A copy. */
  @Override
  public int[] ids() {
    return ids.clone();
  }

  /** Number of positions, padding included. */
  public int positions() {
    return ids.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenIds that && length == that.length && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(ids) + length;
  }

  @Override
  public String toString() {
    return "TokenIds[%s, length %d]".formatted(Arrays.toString(ids), length);
  }
}
