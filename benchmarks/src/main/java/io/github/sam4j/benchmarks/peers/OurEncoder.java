package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Operators;
import java.io.IOException;
import java.nio.file.Path;

/** sam4j's image encoder without the rest of the model. */
final class OurEncoder implements AutoCloseable {
  private final OurModel model;

  OurEncoder(Path file, EngineOptions options) throws IOException {
    model = OurModel.load(file, options);
  }

  int inputSize() {
    return model.inputSize();
  }

  int channels() {
    return model.embedding().channels();
  }

  /** (G, G, C) from (S, S, 3). */
  float[] encode(float[] pixels) {
    try (Operators ops = model.engine().operators()) {
      int size = inputSize();
      return model
          .segmentation()
          .encode(ops, ops.tensor(pixels, size, size, 3))
          .embedding()
          .toArray();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
