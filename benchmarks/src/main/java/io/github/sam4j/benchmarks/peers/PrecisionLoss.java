package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.ModelInput;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.PreparedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What bf16 costs: IoU of its masks with those of float32, for a grid of clicks on synthetic
 * pictures, mask token by mask token, at the decoder's resolution. Prints a Markdown table.
 */
final class PrecisionLoss {
  private static final int PICTURES = 3;
  private static final int PER_SIDE = 8;

  private PrecisionLoss() {}

  /** Arguments: folder, threads, models. */
  public static void main(String[] args) throws IOException {
    Models models = new Models(Path.of(args[0]));
    int threads = Integer.parseInt(args[1]);
    System.out.println("| model | masks | mean IoU | 5th percentile | least | IoU > 0.99 |");
    System.out.println("|---|---|---|---|---|---|");
    for (String model : List.of(args).subList(2, args.length)) {
      System.out.println(row(model, models.checkpoint(model), threads));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static String row(String model, Path checkpoint, int threads) throws IOException {
    List<BitMask> exact = masks(checkpoint, new EngineOptions(threads, Precision.F32));
    List<BitMask> rough = masks(checkpoint, new EngineOptions(threads, Precision.BF16));
    double[] iou = new double[exact.size()];
    int close = 0;
    double sum = 0;
    for (int i = 0; i < iou.length; i++) {
      boolean bothEmpty = exact.get(i).isEmpty() && rough.get(i).isEmpty();
      iou[i] = bothEmpty ? 1 : exact.get(i).iou(rough.get(i));
      sum += iou[i];
      close += iou[i] > 0.99 ? 1 : 0;
    }
    return String.format(
        Locale.ROOT,
        "| %s | %d | %.4f | %.4f | %.4f | %.1f %% |",
        model,
        iou.length,
        sum / iou.length,
        Statistics.quantile(iou, 0.05),
        Statistics.least(iou),
        100.0 * close / iou.length);
  }

  private static List<BitMask> masks(Path checkpoint, EngineOptions options) throws IOException {
    List<List<float[]>> embeddings = new ArrayList<>();
    List<ModelInput> inputs = new ArrayList<>();
    try (OurEncoder encoder = new OurEncoder(checkpoint, options)) {
      for (int seed = 0; seed < PICTURES; seed++) {
        ModelInput input =
            ModelInput.of(
                Inputs.picture(640, 480, seed), encoder.inputSize(), Normalization.IMAGENET_255);
        inputs.add(input);
        embeddings.add(encoder.encode(input.channelsLast()));
      }
    }
    List<BitMask> masks = new ArrayList<>();
    try (OurDecoder decoder = new OurDecoder(checkpoint, options)) {
      for (int i = 0; i < PICTURES; i++) {
        ModelInput input = inputs.get(i);
        List<PixelPoint> points = Inputs.grid(input.resizedSize(), PER_SIDE);
        try (PreparedImage image = decoder.prepare(embeddings.get(i))) {
          DecodedMasks decoded = decoder.decode(image, points);
          for (int p = 0; p < decoded.prompts(); p++) {
            for (int k = 0; k < decoded.masks(); k++) {
              masks.add(bits(decoded.mask(p, k)));
            }
          }
        }
      }
    }
    return masks;
  }

  private static BitMask bits(LowResolutionLogits logits) {
    ImageSize size = new ImageSize(logits.side(), logits.side());
    return BitMask.aboveThreshold(logits.values(), size, 0);
  }
}
