package io.github.sam4j.detectors.clip.tokenizer;

/** Text to the token ids of a text tower. Thread-safe. */
@FunctionalInterface
public interface Tokenizer {
  /**
   * The ids of a text: start, text, end, and padding up to {@code positions}. A text that is too
   * long is cut before its end token.
   */
  int[] encode(String text, int positions);
}
