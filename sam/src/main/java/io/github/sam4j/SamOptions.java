package io.github.sam4j;

import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.weights.catalogue.DownloadProgress;
import org.jspecify.annotations.Nullable;

/**
 * How a model is run.
 *
 * @param threads threads that share the work of one call, at least 1; default: one for each
 *     processor
 * @param precision number format of the image encoder's matrix products; default: float32
 * @param textModel what text prompts are found with: a folder with an OWL-ViT or OWLv2 checkpoint
 *     (Hugging Face layout, with its tokenizer's files), or its name in the catalogue; default:
 *     null, no text prompts
 * @param downloadProgress hears how models of the catalogue are downloaded, on the loading thread;
 *     default: null, downloads are told through SLF4J at INFO
 */
public record SamOptions(
    int threads,
    Precision precision,
    @Nullable String textModel,
    @Nullable DownloadProgress downloadProgress) {
  /** All processors, float32. */
  public static SamOptions defaults() {
    EngineOptions engine = EngineOptions.defaults();
    return new SamOptions(engine.threads(), engine.precision(), null, null);
  }

  /** With this many threads. */
  public SamOptions withThreads(int newThreads) {
    return new SamOptions(newThreads, precision, textModel, downloadProgress);
  }

  /** With this number format. */
  public SamOptions withPrecision(Precision newPrecision) {
    return new SamOptions(threads, newPrecision, textModel, downloadProgress);
  }

  /** With a detector for text prompts: a folder, or a name of the catalogue. */
  public SamOptions withTextModel(String folderOrName) {
    return new SamOptions(threads, precision, folderOrName, downloadProgress);
  }

  /** With a listener to downloads, which takes the place of the log. */
  public SamOptions withDownloadProgress(DownloadProgress listener) {
    return new SamOptions(threads, precision, textModel, listener);
  }

  EngineOptions engine() {
    return new EngineOptions(threads, precision);
  }
}
