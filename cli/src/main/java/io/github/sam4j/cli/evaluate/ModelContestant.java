package io.github.sam4j.cli.evaluate;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.ModelInfo;
import io.github.sam4j.Sam;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;

/** A model: one box; one click, then clicks where it errs. */
final class ModelContestant implements Contestant, AutoCloseable {
  private static final int CLICKS = 5;

  private final String model;
  private final Sam sam;
  private final List<Double> encoderMillis = new ArrayList<>();

  /**
   * Takes the model over, which is closed with it.
   *
   * @param model what the user calls it
   */
  ModelContestant(String model, Sam sam) {
    this.model = model;
    this.sam = sam;
  }

  String model() {
    return model;
  }

  ModelInfo info() {
    return sam.info();
  }

  /** Median time of the image encoder for a picture, its resampling included; NaN without any. */
  double medianEncoderMillis() {
    return Figures.median(encoderMillis);
  }

  @Override
  public List<String> columns() {
    return List.of("box", "click 1", "best of 3", "clicks 3", "clicks 5");
  }

  @Override
  public List<List<Double>> ious(SamImage picture, List<Instance> instances) {
    long start = System.nanoTime();
    ImageEmbedding embedding = sam.embed(picture);
    encoderMillis.add((System.nanoTime() - start) * 1e-6);

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
      refine(embedding, objects);
      if (click == 3 || click == CLICKS) {
        for (int i = 0; i < objects.size(); i++) {
          ious.get(i).add(objects.get(i).iou());
        }
      }
    }
    return ious;
  }

  /** One more click on each object whose mask has an error. */
  private static void refine(ImageEmbedding embedding, List<ClickedObject> objects) {
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
  public void close() {
    sam.close();
  }
}
