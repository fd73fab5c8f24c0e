package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.DetectorFamily;
import io.github.sam4j.detectors.clip.tokenizer.ClipTokenizer;
import io.github.sam4j.detectors.clip.tokenizer.Tokenizer;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** What OWL-ViT and OWLv2 share but for their names and what they do to a picture. */
abstract class OwlFamily implements DetectorFamily {
  private final String prefix;

  /** What the names of CLIP's tensors begin with. */
  OwlFamily(String prefix) {
    this.prefix = prefix;
  }

  /** How a picture becomes the model's input, of this side. */
  abstract OwlImageProcessor processor(int inputSize);

  @Override
  public boolean recognises(Set<String> tensorNames) {
    return tensorNames.stream().anyMatch(name -> name.startsWith(prefix + "."));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The checkpoint lies in a Hugging Face folder: {@code config.json}, {@code model.safetensors}
   * or its shards, and the tokenizer's files.
   */
  @Override
  public OwlDetector load(Checkpoint checkpoint, Engine engine) throws IOException {
    Path file =
        checkpoint
            .file()
            .orElseThrow(
                () ->
                    WeightsFormatException.file(
                        checkpoint.source(),
                        "a folder with a tokenizer's files",
                        "a checkpoint in memory"));
    ClipTokenizer tokenizer =
        ClipTokenizer.load(Files.isDirectory(file) ? file : file.resolveSibling(""));
    return load(checkpoint, engine, (text, positions) -> tokenizer.encode(text, positions).ids());
  }

  /**
   * A checkpoint without a tokenizer's files.
   *
   * @param engine that the weights are packed for; they are freed with it
   * @param tokenizer of the checkpoint's vocabulary
   * @throws WeightsFormatException if it is damaged
   * @throws IOException if it cannot be read
   */
  public OwlDetector load(Checkpoint checkpoint, Engine engine, Tokenizer tokenizer)
      throws IOException {
    OwlModel model = OwlModel.load(checkpoint, prefix, engine);
    return new OwlDetector(engine, model, processor(model.image().config().inputSize()), tokenizer);
  }
}
