package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.encoder.efficientnet.EfficientNetConfig;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The models' files, as export_onnx.py writes them.
 *
 * @param folder where they lie
 */
record Models(Path folder) {
  private static final int POINT_TOKENS = 2;

  /** The checkpoint, for sam4j. */
  Path checkpoint(String model) {
    return existing(model + ".safetensors");
  }

  /** The image encoder's graph, for ONNX Runtime. */
  Path encoderGraph(String model) {
    return existing(model + ".encoder.onnx");
  }

  /** The graph of prompt encoder and mask decoder, for ONNX Runtime. */
  Path decoderGraph(String model) {
    return existing(model + ".decoder.onnx");
  }

  private Path existing(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "there is no %s: write it with benchmarks/export_onnx.py".formatted(file));
    }
    return file;
  }

  long encoderMultiplyAdds(String model) {
    try (Checkpoint checkpoint = Checkpoint.open(checkpoint(model))) {
      Parameters encoder = checkpoint.under("image_encoder");
      if (encoder.has("stem.weight")) {
        return MultiplyAdds.of(EfficientNetConfig.infer(encoder, checkpoint.metadata()));
      }
      return encoder.has("patch_embed.proj.weight")
          ? MultiplyAdds.of(VitConfig.infer(encoder))
          : MultiplyAdds.of(TinyVitConfig.infer(encoder, checkpoint.metadata()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long decoderMultiplyAdds(String model, int prompts) {
    try (Checkpoint checkpoint = Checkpoint.open(checkpoint(model))) {
      Parameters encoder = checkpoint.under("image_encoder");
      boolean fine = encoder.has("stem.weight");
      int grid =
          fine
              ? EfficientNetConfig.infer(encoder, checkpoint.metadata()).grid()
              : TinyVitConfig.infer(encoder, checkpoint.metadata()).grid();
      int channels = checkpoint.shape("mask_decoder.iou_token.weight")[1];
      int hidden = checkpoint.shape("mask_decoder.transformer.layers.0.mlp.lin1.weight")[0];
      return MultiplyAdds.decoder(grid, channels, hidden, POINT_TOKENS, prompts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
