package io.github.sam4j.decoder;

import java.util.List;
import java.util.stream.IntStream;

/**
 * SAM's choice: token 0 for a single mask, the others for multiple ones.
 *
 * @param tokens how many mask tokens there are
 */
record SamMaskChoice(int tokens) implements MaskChoice {
  private boolean isMultiple(boolean multiple) {
    return multiple && tokens > 1;
  }

  @Override
  public int masks(boolean multiple) {
    return isMultiple(multiple) ? tokens - 1 : 1;
  }

  @Override
  public List<Candidates> candidates(boolean multiple, float[] iou) {
    int first = isMultiple(multiple) ? 1 : 0;
    return IntStream.range(first, first + masks(multiple))
        .mapToObj(token -> new Candidates(List.of(token), iou[token]))
        .toList();
  }
}
