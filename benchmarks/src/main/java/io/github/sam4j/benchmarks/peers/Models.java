package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The models' files, as export_onnx.py writes them.
 *
 * @param folder where they lie
 */
record Models(Path folder) {
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

  /** The graph of what a decoder takes of a picture beside the encoder's maps, if it does. */
  Optional<Path> featuresGraph(String model) {
    return Optional.of(folder.resolve(model + ".features.onnx")).filter(Files::exists);
  }

  private Path existing(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "there is no %s: write it with benchmarks/export_onnx.py".formatted(file));
    }
    return file;
  }

  /** Multiply-adds of the published formulation: one picture. */
  long encoderMultiplyAdds(String model) {
    return multiplyAdds(model, "encoder");
  }

  /** Multiply-adds of the published formulation: clicks, each for itself. */
  long decoderMultiplyAdds(String model, int prompts) {
    return prompts * multiplyAdds(model, "decoder");
  }

  private long multiplyAdds(String model, String part) {
    Path file = existing(model + ".json");
    try {
      JsonObject counts = StrictJson.read(file).object("multiply_adds");
      Long count = Objects.requireNonNull(counts, file.toString()).integer(part);
      return Objects.requireNonNull(count, () -> file + " does not count the " + part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
