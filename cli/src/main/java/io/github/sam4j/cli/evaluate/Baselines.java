package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.image.SamImage;
import java.util.ArrayList;
import java.util.List;

/** What a box gives without a model: GrabCut, the box itself, the ellipse in it. */
final class Baselines implements Contestant {
  @Override
  public List<String> columns() {
    return List.of("GrabCut", "box itself", "ellipse");
  }

  @Override
  public Answers look(SamImage picture) {
    return instances -> ious(picture, instances);
  }

  private static List<List<Double>> ious(SamImage picture, List<Instance> instances) {
    List<List<Double>> ious = new ArrayList<>();
    try (GrabCut grabCut = new GrabCut(picture)) {
      for (Instance instance : instances) {
        PixelBox box = PixelBox.of(instance.prompt().box());
        ious.add(
            List.of(
                grabCut.mask(box).iou(instance.truth()),
                box.mask(picture.size()).iou(instance.truth()),
                InscribedEllipse.mask(box, picture.size()).iou(instance.truth())));
      }
    }
    return ious;
  }
}
