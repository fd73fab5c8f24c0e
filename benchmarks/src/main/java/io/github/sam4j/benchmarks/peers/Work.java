package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.util.function.Supplier;

/** One side's way to do one piece of work; loaded by its constructor. */
interface Work extends AutoCloseable {
  /**
   * Does it once, from Java arrays to Java arrays.
   *
   * @return the result in an order that both sides share; what is costly about that order is done
   *     when asked for, outside the measured time
   */
  Supplier<float[]> run() throws Exception;

  @Override
  void close() throws OrtException;
}
