package io.github.sam4j.cli.evaluate;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's masks of one picture.
 *
 * @param embedding the picture
 * @param passes how to segment everything
 */
record ModelAnswers(ImageEmbedding embedding, List<EverythingPass> passes) implements Answers {
  private static final int CLICKS = 5;

  @Override
  public List<List<Double>> ious(List<Instance> instances) {
    List<List<Mask>> ofBoxes =
        embedding.segmentAll(
            instances.stream().map(instance -> Prompt.box(instance.prompt().box())).toList(),
            MaskOutput.SINGLE);
    List<ClickedObject> objects = instances.stream().map(ClickedObject::new).toList();
    List<List<Mask>> ofClicks =
        embedding.segmentAll(
            objects.stream().map(ClickedObject::prompt).toList(), MaskOutput.MULTIPLE);
    List<List<Double>> ious = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      ClickedObject object = objects.get(i);
      BitMask truth = instances.get(i).truth();
      object.show(ofClicks.get(i).get(0));
      double best =
          ofClicks.get(i).stream().mapToDouble(mask -> mask.bits().iou(truth)).max().orElse(0);
      List<Double> row = new ArrayList<>();
      row.add(ofBoxes.get(i).get(0).bits().iou(truth));
      row.add(object.iou());
      row.add(best);
      ious.add(row);
    }
    for (int click = 2; click <= CLICKS; click++) {
      refine(objects);
      if (click == 3 || click == CLICKS) {
        for (int i = 0; i < objects.size(); i++) {
          ious.get(i).add(objects.get(i).iou());
        }
      }
    }
    return ious;
  }

  /** One more click on each object whose mask has an error. */
  private void refine(List<ClickedObject> objects) {
    List<ClickedObject> wrong = objects.stream().filter(ClickedObject::clickAgain).toList();
    if (wrong.isEmpty()) {
      return;
    }
    List<List<Mask>> masks =
        embedding.segmentAll(wrong.stream().map(ClickedObject::prompt).toList(), MaskOutput.SINGLE);
    for (int i = 0; i < wrong.size(); i++) {
      wrong.get(i).show(masks.get(i).get(0));
    }
  }

  @Override
  public List<Recall> everything(List<BitMask> labelled) {
    return passes.stream()
        .map(pass -> Recall.of(embedding.everything(pass.options()), labelled))
        .toList();
  }
}
