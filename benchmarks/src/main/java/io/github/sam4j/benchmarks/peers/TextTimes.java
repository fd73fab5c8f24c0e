package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.GroundingImage;
import io.github.sam4j.detectors.GroundingOptions;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;
import io.github.sam4j.detectors.owl.OwlViT;
import io.github.sam4j.detectors.owl.Owlv2;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Time of a text prompt: on a new picture, with a new text on a picture that is cached, and with
 * both cached. Stands beside {@code text_times.py}, which also writes the checkpoint.
 */
final class TextTimes {
  private TextTimes() {}

  /** Arguments: the checkpoint's folder, threads (2), runs (5). */
  public static void main(String[] args) throws IOException {
    int threads = args.length > 1 ? Integer.parseInt(args[1]) : 2;
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    // The checkpoint has no vocabulary: any text is three tokens.
    Tokenizer tokenizer =
        (text, positions) -> {
          int[] ids = new int[positions];
          ids[0] = 49406;
          ids[1] = Math.floorMod(text.hashCode(), 49000);
          ids[2] = 49407;
          return ids;
        };
    SamImage picture = SamImage.ofRgb(new ImageSize(640, 480), new byte[640 * 480 * 3]);
    GroundingOptions options = GroundingOptions.defaults();
    double[] first = new double[runs + 1];
    double[] text = new double[runs + 1];
    double[] cached = new double[runs + 1];
    EngineOptions engineOptions = new EngineOptions(threads, Precision.F32);
    try (Engine engine = Engines.create(engineOptions);
        Detector detector = load(Path.of(args[0]), engine, tokenizer)) {
      for (int i = 0; i <= runs; i++) {
        long start = System.nanoTime();
        GroundingImage image = detector.embed(picture);
        detector.ground(image, List.of("first " + i), options);
        first[i] = seconds(start);
        start = System.nanoTime();
        detector.ground(image, List.of("text " + i), options);
        text[i] = seconds(start);
        start = System.nanoTime();
        detector.ground(image, List.of("text " + i), options);
        cached[i] = seconds(start);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "sam4j, %d threads: new picture and text %.3f s, new text on a cached picture %.4f s, "
            + "both cached %.4f s%n",
        threads,
        median(first),
        median(text),
        median(cached));
  }

  private static Detector load(Path folder, Engine engine, Tokenizer tokenizer) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      OwlViT owlViT = new OwlViT();
      return owlViT.recognises(checkpoint.names())
          ? owlViT.load(checkpoint, engine, tokenizer)
          : new Owlv2().load(checkpoint, engine, tokenizer);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Without the first run, which warms up. */
  private static double median(double[] times) {
    double[] sorted = Arrays.copyOfRange(times, 1, times.length);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
