package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.prompt.LabelledPoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a person would click next: in the middle of the largest error. */
final class ErrorClick {
  private ErrorClick() {}

  /**
   * The next click: at the deepest pixel that was missed, on the object, or at the deepest one too
   * many, beside it, whichever is deeper; beside it where they are equally deep. No pixel is
   * clicked twice.
   *
   * @param clicks those so far
   * @return empty if there is no error left to click on
   */
  static Optional<LabelledPoint> next(BitMask truth, BitMask found, List<LabelledPoint> clicks) {
    Set<PixelPoint> clicked = clicks.stream().map(LabelledPoint::place).collect(Collectors.toSet());
    DeepestPixel missed = DeepestPixel.of(truth.minus(found), clicked);
    DeepestPixel surplus = DeepestPixel.of(found.minus(truth), clicked);
    boolean foreground = missed.depth() > surplus.depth();
    DeepestPixel deeper = foreground ? missed : surplus;
    return deeper.depth() == 0
        ? Optional.empty()
        : Optional.of(new LabelledPoint(deeper.place(), foreground));
  }
}
