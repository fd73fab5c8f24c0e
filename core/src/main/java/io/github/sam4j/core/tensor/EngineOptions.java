package io.github.sam4j.core.tensor;

/**
 * How an engine runs.
 *
 * @param threads how many threads share one operator's work, at least 1
 * @param precision number format of matrix products; an engine that cannot do BF16 says so once in
 *     its log and stays with F32
 */
public record EngineOptions(int threads, Precision precision) {
  /** Checks the arguments. */
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** One thread for each processor the JVM may use, float32. */
  public static EngineOptions defaults() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors(), Precision.F32);
  }
}
