package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** sam4j's prompt encoder and mask decoder without the rest of the model. */
final class OurDecoder implements AutoCloseable {
  private final OurModel model;

  OurDecoder(Path file, EngineOptions options) throws IOException {
    model = OurModel.load(file, options);
  }

  int inputSize() {
    return model.inputSize();
  }

  int grid() {
    return model.embedding().rows();
  }

  int channels() {
    return model.embedding().channels();
  }

  /** What depends on the embedding (G, G, C) alone. */
  PreparedImage prepare(float[] embedding) {
    try (Operators ops = model.engine().operators()) {
      return model
          .segmentation()
          .prepare(ops, FeatureMaps.of(ops.tensor(embedding, grid(), grid(), channels())));
    }
  }

  /** Three masks for each click, in the order of the mask tokens. */
  DecodedMasks decode(PreparedImage image, List<PixelPoint> points) {
    List<SpatialPrompt> clicks =
        points.stream()
            .map(p -> new SpatialPrompt(List.of(new LabelledPoint(p, true)), null, null))
            .toList();
    try (Operators ops = model.engine().operators()) {
      return model.segmentation().decode(ops, image, clicks, true, Float.NEGATIVE_INFINITY);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
