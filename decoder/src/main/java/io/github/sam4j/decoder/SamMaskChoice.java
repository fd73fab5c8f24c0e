package io.github.sam4j.decoder;

import java.util.List;
import java.util.stream.IntStream;

/**
 * SAM's choice: token 0 for a single mask, the others for multiple ones.
 *
 * @param tokens how many mask tokens there are
 */
record SamMaskChoice(int tokens) implements MaskChoice {
  @Override
  public int masks(MaskRequest request) {
    return switch (request.masks()) {
      case SINGLE -> 1;
      case MULTIPLE -> Math.max(1, tokens - 1);
      case ALL -> tokens;
    };
  }

  @Override
  public List<Candidates> candidates(MaskRequest request, float[] iou) {
    int first = request.masks() == MaskSet.MULTIPLE && tokens > 1 ? 1 : 0;
    return IntStream.range(first, first + masks(request))
        .mapToObj(token -> new Candidates(List.of(token), iou[token]))
        .toList();
  }
}
