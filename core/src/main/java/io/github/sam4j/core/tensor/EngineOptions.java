package io.github.sam4j.core.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Which engine computes, and how it runs. What is null is as the system property of the same name
 * says ({@code sam4j.engine}, {@code sam4j.kernels}), else the best there is.
 *
 * @param engine its name, "cpu" or "portable", or null
 * @param kernels which kernels the cpu engine uses, "vector" or "scalar", or null
 * @param threads how many threads share one operator's work, at least 1
 * @param precision number format of matrix products; an engine that cannot do BF16 says so once in
 *     its log and stays with F32
 */
public record EngineOptions(
    @Nullable String engine, @Nullable String kernels, int threads, Precision precision) {
  /** Checks the arguments. */
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, found " + threads);
    }
  }

  /** On the engine that the system property names, else the best there is. */
  public EngineOptions(int threads, Precision precision) {
    this(null, null, threads, precision);
  }

  /** One thread for each processor the JVM may use, float32. */
  public static EngineOptions defaults() {
    return new EngineOptions(Runtime.getRuntime().availableProcessors(), Precision.F32);
  }

  /** On this engine. */
  public EngineOptions withEngine(String name) {
    return new EngineOptions(name, kernels, threads, precision);
  }

  /** With these kernels. */
  public EngineOptions withKernels(String name) {
    return new EngineOptions(engine, name, threads, precision);
  }

  /** With this many threads. */
  public EngineOptions withThreads(int count) {
    return new EngineOptions(engine, kernels, count, precision);
  }

  /** With this number format. */
  public EngineOptions withPrecision(Precision format) {
    return new EngineOptions(engine, kernels, threads, format);
  }
}
