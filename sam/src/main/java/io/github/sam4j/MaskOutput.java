package io.github.sam4j;

/** Which of the decoder's masks to return. */
public enum MaskOutput {
  /**
   * Three ranked masks for a prompt that may mean whole, part or sub-part (one click, nothing
   * else), one mask for any other.
   */
  AUTO,
  /** Always the three ranked masks. */
  MULTIPLE,
  /** Always the one mask that the decoder has for unambiguous prompts. */
  SINGLE,
  /** All masks that the decoder has, ranked. */
  ALL
}
