package io.github.sam4j.internal;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.Detectors;
import java.io.IOException;

/** Loads the detector behind text prompts. */
final class TextModels {
  private TextModels() {}

  /**
   * On an engine that is shared with the segmentation model.
   *
   * @param folderOrName a Hugging Face folder of a detector, or its name in the catalogue
   */
  static Detector load(String folderOrName, Engine engine, LoadOptions.Downloads downloads)
      throws IOException {
    return Detectors.load(CatalogueModels.find(folderOrName, downloads), engine);
  }
}
