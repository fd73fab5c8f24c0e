package io.github.sam4j;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.detectors.Detectors;
import io.github.sam4j.weights.catalogue.DownloadProgress;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Loads the detector behind text prompts. */
final class TextModels {
  private TextModels() {}

  /**
   * On an engine that is shared with the segmentation model.
   *
   * @param folderOrName a Hugging Face folder of OWL-ViT or OWLv2, or its name in the catalogue
   * @param progress hears of a download; null to log it
   */
  static Detector load(String folderOrName, Engine engine, @Nullable DownloadProgress progress)
      throws IOException {
    return Detectors.load(CatalogueModels.find(folderOrName, progress), engine);
  }
}
