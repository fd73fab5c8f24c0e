package io.github.sam4j.formats;

import io.github.sam4j.Detection;
import io.github.sam4j.Mask;
import io.github.sam4j.ModelInfo;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.prompt.SpatialPrompt;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** Masks made up for tests. */
public final class Samples {
  public static final ImageSize SIZE = new ImageSize(60, 40);

  private Samples() {}

  /** The pixels of a rectangle, from (x0, y0) up to but without (x1, y1). */
  public static Mask rectangle(int x0, int y0, int x1, int y1, SpatialPrompt prompt) {
    BitMask bits = BitMask.of(SIZE, (x, y) -> x >= x0 && x < x1 && y >= y0 && y < y1);
    LowResolutionLogits logits = new LowResolutionLogits(2, new float[] {x0, y0, x1, y1});
    return new Mask(bits, 0.9f, 0.75, prompt, new Box(0, 0, SIZE.width(), SIZE.height()), logits);
  }

  /** The same mask, found by a text. */
  public static Mask found(Mask mask, String label, double score) {
    return new Mask(
        mask.bits(),
        mask.score(),
        mask.stability(),
        mask.prompt(),
        mask.crop(),
        mask.lowResolution(),
        mask.objectScore(),
        new Detection(label, score));
  }

  /** A black picture, {@code in/cat.png}, that a user gave prompts for. */
  public static SegmentedPicture picture(String name, List<Mask> masks) {
    BufferedImage image =
        new BufferedImage(SIZE.width(), SIZE.height(), BufferedImage.TYPE_INT_RGB);
    Picture picture = Picture.of(Path.of("in", "cat.png"), name).withPrompts(List.of());
    return new SegmentedPicture(picture, SamImage.of(image), masks, null);
  }

  /** A job with a model of that name that writes these formats. */
  public static JobInfo job(String model, String... formats) {
    OptionalDouble none = OptionalDouble.empty();
    return new JobInfo(
        new ModelInfo(
            model,
            "SAM",
            64,
            List.of(new MapShape("embedding", 4, 4, 8)),
            "cpu",
            Precision.F32,
            "0",
            new ModelInfo.Thresholds(none, none, OptionalInt.empty())),
        Set.of(formats));
  }

  /** Writes a picture as a job of these formats does. */
  public static void write(Path folder, SegmentedPicture picture, String... formats)
      throws IOException {
    write(folder, List.of(picture), formats);
  }

  /** Writes pictures as a job of these formats does. */
  public static void write(Path folder, List<SegmentedPicture> pictures, String... formats)
      throws IOException {
    try (Sinks sinks = Sinks.open(Formats.of(formats), folder, job("a model").model())) {
      for (SegmentedPicture picture : pictures) {
        sinks.write(picture);
      }
    }
  }
}
