package io.github.sam4j.decoder;

/** Which of a decoder's masks answer a prompt. */
public enum MaskSet {
  /** The one for unambiguous prompts. */
  SINGLE,
  /** Those for a prompt that may mean several things; three in published models. */
  MULTIPLE,
  /** All that the decoder has, the single one first. */
  ALL
}
