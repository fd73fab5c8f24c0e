package io.github.sam4j.benchmarks.peers;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A measuring process: one side, one task. What it found goes to stdout as "@name=value". */
final class Sample {
  private static final int SHOWN = 512;

  private Sample() {}

  /** Arguments: those of {@link Settings}. */
  public static void main(String[] args) throws Exception {
    Settings settings = Settings.of(List.of(args));
    if (settings.task() == Task.START) {
      FirstMask.run(settings);
    } else {
      measure(settings);
    }
    // Neither side's threads are waited for.
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static void measure(Settings settings) throws Exception {
    long start = System.nanoTime();
    try (Work work = open(settings)) {
      say("load", seconds(System.nanoTime() - start));
      for (int i = 0; i < settings.warmup(); i++) {
        work.run();
      }
      String[] times = new String[settings.runs()];
      Supplier<float[]> result = () -> new float[0];
      for (int i = 0; i < times.length; i++) {
        long from = System.nanoTime();
        result = work.run();
        times[i] = seconds(System.nanoTime() - from);
      }
      say("times", String.join(",", times));
      say("peak", Long.toString(ResidentMemory.peak()));
      say("values", shown(result.get()));
    }
  }

  private static Work open(Settings settings) throws Exception {
    return switch (settings.task().kind()) {
      case ENCODER -> EncoderWork.open(settings);
      case DECODER -> DecoderWork.open(settings);
      case EVERYTHING -> EverythingWork.open(settings);
      case RATE -> new ProductRate(settings);
      case START -> throw new IllegalArgumentException("not repeated within a process");
    };
  }

  /** Some of the values, evenly spaced: enough to tell whether both sides did the same work. */
  private static String shown(float[] values) {
    int step = Math.max(1, values.length / SHOWN);
    return IntStream.range(0, (values.length + step - 1) / step)
        .mapToObj(i -> Float.toString(values[i * step]))
        .collect(Collectors.joining(","));
  }

  static void say(String name, String value) {
    System.out.println("@" + name + "=" + value);
  }

  static String seconds(long nanoseconds) {
    return Double.toString(nanoseconds / 1e9);
  }
}
