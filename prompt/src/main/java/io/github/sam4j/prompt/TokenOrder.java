package io.github.sam4j.prompt;

/** In which order a {@link PromptEncoder} gives a prompt's tokens, and when it pads them. */
public enum TokenOrder {
  /** Clicks, then a box's corners; without a box, clicks are followed by one that is no point. */
  SAM,
  /** A box's corners, then clicks, then always one that is no point. A mask alone has no token. */
  SAM2
}
