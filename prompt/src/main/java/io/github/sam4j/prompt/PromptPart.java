package io.github.sam4j.prompt;

/** What a prompt of places can be made of. */
public enum PromptPart {
  /** A click on the object. */
  FOREGROUND_POINT("a click on the object"),
  /** A click on what does not belong to it. */
  BACKGROUND_POINT("a background click"),
  /** A box. */
  BOX("a box"),
  /** An earlier mask to refine. */
  MASK("a mask");

  private final String words;

  PromptPart(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
