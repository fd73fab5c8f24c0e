package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;

/** sam4j's model on an engine of its own, below the facade. */
record OurModel(Engine engine, SegmentationModel segmentation) implements AutoCloseable {
  static OurModel load(Path file, EngineOptions options) throws IOException {
    Engine engine = Engines.create(options);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      Families.Recognised recognised = Families.recognise(checkpoint);
      ModelMetadata metadata = ModelMetadata.of(checkpoint);
      return new OurModel(
          engine,
          recognised.family().load(engine, checkpoint.renamed(recognised.names()), metadata));
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  int inputSize() {
    return segmentation.input().side();
  }

  @Override
  public void close() {
    engine.close();
  }
}
