package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** sam4j's image encoder without the rest of the model. */
final class OurEncoder implements AutoCloseable {
  private final OurModel model;

  OurEncoder(Path file, EngineOptions options) throws IOException {
    this(OurModel.load(file, options));
  }

  /** Of a model that is closed with it. */
  OurEncoder(OurModel model) {
    this.model = model;
  }

  int inputSize() {
    return model.inputSize();
  }

  int channels() {
    return model.segmentation().maps().get(0).channels();
  }

  /** The embedding (G, G, C), then finer features if there are such, from (S, S, 3). */
  List<float[]> encode(float[] pixels) {
    return encode(pixels, false);
  }

  /**
   * As the other.
   *
   * @param prepare whether what the decoder keeps of the picture is computed as well
   */
  List<float[]> encode(float[] pixels, boolean prepare) {
    try (Operators ops = model.engine().operators()) {
      int size = inputSize();
      FeatureMaps maps = model.segmentation().encode(ops, ops.tensor(pixels, size, size, 3));
      if (prepare) {
        model.segmentation().prepare(ops, maps).close();
      }
      return model.segmentation().maps().stream()
          .map(map -> maps.map(map.name()).toArray())
          .toList();
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
