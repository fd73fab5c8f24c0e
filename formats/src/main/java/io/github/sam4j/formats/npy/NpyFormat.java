package io.github.sam4j.formats.npy;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.formats.JobInfo;
import io.github.sam4j.formats.MaskFormat;
import io.github.sam4j.formats.SegmentedPicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What went into the model and what came out, as NumPy arrays of float32: {@code NAME.input.npy} (1
 * x 3 x S x S), {@code NAME.embedding.npy} (C x G x G) and one for each other map of the model
 * under its name, {@code NAME.lowres.npy} (N x 4G x 4G logits) and {@code NAME.iou.npy} (N), and of
 * models that tell it {@code NAME.object_score.npy} (N logits), the masks in the order of their
 * numbers. For pictures with their embedding.
 */
public final class NpyFormat implements MaskFormat {
  /** What it is asked for by. */
  public static final String ID = "npy";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "NAME.input.npy, .embedding, .lowres, .iou (what the model saw and gave, float32)";
  }

  @Override
  public Sink open(Path folder, JobInfo job) {
    return picture -> write(folder, picture);
  }

  private static void write(Path folder, SegmentedPicture picture) throws IOException {
    String name = picture.name();
    List<Mask> masks = picture.masks();
    ImageEmbedding embedding = picture.embedding();
    if (embedding == null) {
      throw new IllegalStateException("the embedding of " + name + " is not there");
    }
    float[] input = embedding.input();
    int side = (int) Math.round(Math.sqrt(input.length / 3.0));
    array(folder, name + ".input.npy", List.of(input), 1, 3, side, side);
    for (MapShape map : embedding.maps()) {
      List<float[]> values = List.of(embedding.map(map.name()));
      String file = name + "." + map.name() + ".npy";
      array(folder, file, values, map.channels(), map.rows(), map.columns());
    }
    List<float[]> logits = masks.stream().map(mask -> mask.lowResolution().values()).toList();
    int low = masks.isEmpty() ? 4 * embedding.grid() : masks.get(0).lowResolution().side();
    array(folder, name + ".lowres.npy", logits, masks.size(), low, low);
    List<float[]> scores = masks.stream().map(mask -> new float[] {(float) mask.score()}).toList();
    array(folder, name + ".iou.npy", scores, masks.size());
    if (masks.stream().anyMatch(mask -> mask.objectScore().isPresent())) {
      List<float[]> objects =
          masks.stream()
              .map(mask -> new float[] {(float) mask.objectScore().orElse(Double.NaN)})
              .toList();
      array(folder, name + ".object_score.npy", objects, masks.size());
    }
  }

  private static void array(Path folder, String file, List<float[]> parts, int... shape)
      throws IOException {
    AtomicFile.write(folder.resolve(file), out -> Npy.write(out, parts, shape));
  }
}
