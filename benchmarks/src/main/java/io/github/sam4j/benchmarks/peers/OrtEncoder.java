package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;

/** An image encoder in ONNX Runtime. */
final class OrtEncoder implements AutoCloseable {
  private final OrtGraph graph;
  private final int inputSize;

  OrtEncoder(Path file, int threads) throws OrtException {
    graph = new OrtGraph(file, threads);
    inputSize = graph.dimension("pixels", 2);
  }

  int inputSize() {
    return inputSize;
  }

  /** The embedding (C, G, G), then finer features if there are such, from (3, S, S). */
  List<float[]> encode(float[] pixels) throws OrtException {
    return graph.run(new OrtGraph.Input("pixels", pixels, 1, 3, inputSize, inputSize));
  }

  @Override
  public void close() throws OrtException {
    graph.close();
  }
}
