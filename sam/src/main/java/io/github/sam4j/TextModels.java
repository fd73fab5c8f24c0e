package io.github.sam4j;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.grounding.OwlDetector;
import io.github.sam4j.prompt.grounding.TextGrounder;
import io.github.sam4j.prompt.text.ClipTokenizer;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the detector behind text prompts. */
final class TextModels {
  private TextModels() {}

  /**
   * On an engine that is shared with the segmentation model.
   *
   * @param folderOrName a Hugging Face folder of OWL-ViT or OWLv2, or its name in the catalogue
   */
  static TextGrounder load(String folderOrName, Engine engine) throws IOException {
    Path path = Path.of(folderOrName);
    Path folder = Files.exists(path) ? path : CatalogueModels.fetch(folderOrName);
    ClipTokenizer tokenizer = ClipTokenizer.load(folder);
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      return OwlDetector.create(
          checkpoint, engine, (text, positions) -> tokenizer.encode(text, positions).ids());
    }
  }
}
