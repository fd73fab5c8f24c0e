package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.SamOptions;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Precision;
import java.nio.file.Path;
import java.util.List;

/**
 * What one measuring process does.
 *
 * @param threads threads of either side
 * @param precision sam4j's; the peer always computes in float32
 * @param batch prompts that the peer decodes together
 * @param warmup runs before those that count
 * @param runs runs that count
 * @param folder the models' files
 */
record Settings(
    Side side,
    Task task,
    int threads,
    Precision precision,
    int batch,
    int warmup,
    int runs,
    Path folder) {
  private static final int PARTS = 8;

  List<String> toArguments() {
    return List.of(
        side.name(),
        task.name(),
        Integer.toString(threads),
        precision.name(),
        Integer.toString(batch),
        Integer.toString(warmup),
        Integer.toString(runs),
        folder.toString());
  }

  static Settings of(List<String> arguments) {
    if (arguments.size() != PARTS) {
      throw new IllegalArgumentException(
          "expected %d arguments, found %s".formatted(PARTS, arguments));
    }
    return new Settings(
        Side.valueOf(arguments.get(0)),
        Task.valueOf(arguments.get(1)),
        Integer.parseInt(arguments.get(2)),
        Precision.valueOf(arguments.get(3)),
        Integer.parseInt(arguments.get(4)),
        Integer.parseInt(arguments.get(5)),
        Integer.parseInt(arguments.get(6)),
        Path.of(arguments.get(7)));
  }

  Models models() {
    return new Models(folder);
  }

  EngineOptions engine() {
    return new EngineOptions(threads, precision);
  }

  SamOptions sam() {
    return SamOptions.defaults().withThreads(threads).withPrecision(precision);
  }
}
