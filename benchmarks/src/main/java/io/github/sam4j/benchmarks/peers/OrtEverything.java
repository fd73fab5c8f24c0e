package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OrtException;
import io.github.sam4j.EverythingOptions;
import io.github.sam4j.Mask;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.NonMaximumSuppression;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.ModelInput;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.StabilityScore;
import io.github.sam4j.core.mask.resample.LogitResampling;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * sam4j's automatic masks, step for step and with the same classes, but with ONNX Runtime for the
 * image encoder and the decoder, so that only the inference differs.
 */
final class OrtEverything implements AutoCloseable {
  private static final float THRESHOLD = 0;

  private final OrtEncoder encoder;
  private final OrtDecoder decoder;
  private final EverythingOptions options;
  private final double predIouThresh;
  private final double stabilityScoreThresh;
  private final double boxNmsThresh;
  private final ExecutorService threads;

  OrtEverything(Settings settings, EverythingOptions options) throws OrtException {
    String model = settings.task().model();
    encoder = new OrtEncoder(settings.models().encoderGraph(model), settings.threads());
    decoder = new OrtDecoder(settings.models(), model, settings.threads(), settings.batch());
    this.options = options;
    boxNmsThresh = number(options.boxNmsThresh());
    predIouThresh = number(options.predIouThresh());
    stabilityScoreThresh = number(options.stabilityScoreThresh());
    threads = Executors.newFixedThreadPool(settings.threads());
  }

  private static double number(@Nullable Double value) {
    if (value == null) {
      throw new IllegalArgumentException("both sides need the same thresholds");
    }
    return value;
  }

  List<Mask> masks(SamImage picture) throws Exception {
    ModelInput input = ModelInput.of(picture, encoder.inputSize(), Normalization.IMAGENET_255);
    List<float[]> image = encoder.encode(input.channelsFirst());
    List<PixelPoint> points = Inputs.grid(picture.size(), options.pointsPerSide());
    List<Mask> found = new ArrayList<>();
    for (int from = 0; from < points.size(); from += options.pointsPerBatch()) {
      int to = Math.min(points.size(), from + options.pointsPerBatch());
      found.addAll(decode(image, input.geometry(), points.subList(from, to)));
    }
    float[] scores = new float[found.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (float) found.get(i).score();
    }
    List<Box> boxes = found.stream().map(Mask::box).toList();
    return Arrays.stream(NonMaximumSuppression.keep(boxes, scores, boxNmsThresh))
        .mapToObj(found::get)
        .toList();
  }

  private List<Mask> decode(List<float[]> image, ImageGeometry geometry, List<PixelPoint> points)
      throws Exception {
    DecodedMasks decoded = decoder.decode(image, points.stream().map(geometry::toModel).toList());
    LogitResampling resampling =
        new LogitResampling(
            decoded.side(), geometry.inputSize(), geometry.resized(), geometry.original());
    List<Callable<Mask>> tasks = new ArrayList<>();
    for (int p = 0; p < decoded.prompts(); p++) {
      for (int k = 0; k < decoded.masks(); k++) {
        if (decoded.iou(p, k) > predIouThresh) {
          LowResolutionLogits logits = decoded.mask(p, k);
          float score = decoded.iou(p, k);
          PixelPoint point = points.get(p);
          tasks.add(() -> upscale(resampling, logits, score, point));
        }
      }
    }
    List<Mask> passed = new ArrayList<>();
    for (Future<Mask> task : threads.invokeAll(tasks)) {
      Mask mask = task.get();
      if (mask.stability() >= stabilityScoreThresh) {
        passed.add(mask);
      }
    }
    return passed;
  }

  private Mask upscale(
      LogitResampling resampling, LowResolutionLogits logits, float score, PixelPoint point) {
    float offset = (float) options.stabilityScoreOffset();
    List<BitMask> cut =
        resampling.thresholded(logits, THRESHOLD, THRESHOLD + offset, THRESHOLD - offset);
    BitMask bits = cut.get(0);
    double stability = StabilityScore.of(cut.get(1), cut.get(2));
    Box whole = new Box(0, 0, bits.size().width(), bits.size().height());
    return new Mask(bits, score, stability, Prompt.point(point.x(), point.y()), whole, logits);
  }

  @Override
  public void close() throws OrtException {
    threads.shutdownNow();
    encoder.close();
    decoder.close();
  }
}
