package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.encoder.tinyvit.TinyViT;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.ImageEncoderViT;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.ModelFamily;
import java.io.IOException;
import java.nio.file.Path;

/** sam4j's image encoder without the rest of the model. */
final class OurEncoder implements AutoCloseable {
  private final Engine engine;
  private final ImageEncoder encoder;

  OurEncoder(Path file, EngineOptions options) throws IOException {
    engine = Engines.create(options);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      Parameters image = checkpoint.under("image_encoder");
      encoder =
          checkpoint.family() == ModelFamily.SAM
              ? new ImageEncoderViT(engine, image, VitConfig.infer(image))
              : new TinyViT(engine, image, TinyVitConfig.infer(image, checkpoint.metadata()));
    }
  }

  int inputSize() {
    return encoder.inputSize();
  }

  int channels() {
    return encoder.channels();
  }

  /** (G, G, C) from (S, S, 3). */
  float[] encode(float[] pixels) {
    try (Operators ops = engine.operators()) {
      int size = encoder.inputSize();
      return encoder.encode(ops, ops.tensor(pixels, size, size, 3)).toArray();
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
