package io.github.sam4j.cli.evaluate;

import io.github.sam4j.Mask;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object, the clicks on it so far and the mask that they led to. */
final class ClickedObject {
  private final Instance instance;
  private final List<LabelledPoint> clicks = new ArrayList<>();
  private @Nullable Mask mask;
  private double iou;

  /** With the first click. */
  ClickedObject(Instance instance) {
    this.instance = instance;
    clicks.add(new LabelledPoint(instance.prompt().click(), true));
  }

  /** All clicks so far, with the mask before the last one to refine. */
  SpatialPrompt prompt() {
    return new SpatialPrompt(clicks, null, mask == null ? null : mask.lowResolution());
  }

  /** Takes the mask that the prompt gave. */
  void show(Mask found) {
    mask = found;
    iou = found.bits().iou(instance.truth());
  }

  /** Clicks where the mask is most wrong; false if it is wrong nowhere. */
  boolean clickAgain() {
    if (mask == null) {
      throw new IllegalStateException("a further click needs the mask of those before");
    }
    Optional<LabelledPoint> click = ErrorClick.next(instance.truth(), mask.bits(), clicks);
    click.ifPresent(clicks::add);
    return click.isPresent();
  }

  /** Of the last mask. */
  double iou() {
    return iou;
  }
}
