package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.decoder.PreparedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One model alone: what it takes to load it, to make a picture ready for prompts and to answer one
 * more of them. For model_table.py, which makes the checkpoints; says "@name=value".
 */
final class WholeModel {
  private static final long SEED = 3;
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 200;

  private WholeModel() {}

  /**
   * Arguments: checkpoint, threads, number format, seconds of measuring encoder and decoder each.
   */
  public static void main(String[] args) throws IOException {
    EngineOptions options =
        new EngineOptions(
            Integer.parseInt(args[1]), Precision.valueOf(args[2].toUpperCase(Locale.ROOT)));
    double budget = Double.parseDouble(args[3]);
    long start = System.nanoTime();
    OurModel model = OurModel.load(Path.of(args[0]), options);
    Sample.say("load", Sample.seconds(System.nanoTime() - start));
    Sample.say("size", Integer.toString(model.inputSize()));
    Sample.say("encoder", Double.toString(encoder(new OurEncoder(model), budget)));
    Sample.say("prompt", Double.toString(prompt(new OurDecoder(model), budget)));
    Sample.say("peak", Long.toString(ResidentMemory.peak()));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  @SuppressWarnings("resource") // left to the process
  private static double encoder(OurEncoder encoder, double budget) {
    int size = encoder.inputSize();
    float[] pixels = Inputs.values(3 * size * size, SEED);
    return median(() -> encoder.encode(pixels, true), budget);
  }

  @SuppressWarnings("resource") // left to the process
  private static double prompt(OurDecoder decoder, double budget) {
    List<float[]> image = new ArrayList<>();
    for (MapShape map : decoder.maps()) {
      image.add(Inputs.values(Math.toIntExact(map.size()), SEED + image.size()));
    }
    double middle = 8.0 * decoder.maps().get(0).rows();
    try (PreparedImage prepared = decoder.prepare(image)) {
      List<PixelPoint> click = List.of(new PixelPoint(middle, middle));
      return median(() -> decoder.decode(prepared, click), budget);
    }
  }

  /** Seconds of one run: as many are measured as fit, after warming up for half as long. */
  private static double median(Runnable work, double budget) {
    long warm = System.nanoTime() + (long) (0.5e9 * budget);
    do {
      work.run();
    } while (System.nanoTime() < warm);
    List<Double> times = new ArrayList<>();
    long end = System.nanoTime() + (long) (1e9 * budget);
    while (times.size() < LEAST_RUNS || (System.nanoTime() < end && times.size() < MOST_RUNS)) {
      long from = System.nanoTime();
      work.run();
      times.add((System.nanoTime() - from) / 1e9);
    }
    return Statistics.median(times.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
