package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskDecoder;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.ModelFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** sam4j's prompt encoder and mask decoder without the rest of the model. */
final class OurDecoder implements AutoCloseable {
  private static final int HEADS = 8;

  private final Engine engine;
  private final PromptEncoder prompts;
  private final MaskDecoder decoder;

  OurDecoder(Path file, EngineOptions options) throws IOException {
    engine = Engines.create(options);
    try (Checkpoint checkpoint = Checkpoint.open(file)) {
      int inputSize = inputSize(checkpoint);
      prompts =
          new PromptEncoder(engine, checkpoint.under("prompt_encoder"), inputSize, inputSize / 16);
      decoder = MaskDecoder.load(engine, checkpoint.under("mask_decoder"), HEADS, prompts);
    }
  }

  private static int inputSize(Checkpoint checkpoint) {
    return checkpoint.family() == ModelFamily.SAM
        ? VitConfig.infer(checkpoint.under("image_encoder")).inputSize()
        : TinyVitConfig.infer(checkpoint.under("image_encoder"), checkpoint.metadata()).inputSize();
  }

  int inputSize() {
    return prompts.inputSize();
  }

  int grid() {
    return prompts.grid();
  }

  int channels() {
    return prompts.channels();
  }

  /** What depends on the embedding (G, G, C) alone. */
  PreparedImage prepare(float[] embedding) {
    try (Operators ops = engine.operators()) {
      return decoder.prepare(
          ops, FeatureMaps.of(ops.tensor(embedding, grid(), grid(), channels())));
    }
  }

  /** Three masks for each click, in the order of the mask tokens. */
  DecodedMasks decode(PreparedImage image, List<PixelPoint> points) {
    List<SpatialPrompt> clicks =
        points.stream()
            .map(p -> new SpatialPrompt(List.of(new LabelledPoint(p, true)), null, null))
            .toList();
    try (Operators ops = engine.operators()) {
      return decoder.decode(ops, image, prompts.encode(ops, clicks), true, Float.NEGATIVE_INFINITY);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
