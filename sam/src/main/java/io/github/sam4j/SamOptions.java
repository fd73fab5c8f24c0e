package io.github.sam4j;

import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.families.Preprocessing;
import io.github.sam4j.internal.LoadOptions;
import io.github.sam4j.weights.catalogue.DownloadProgress;
import io.github.sam4j.weights.catalogue.Downloader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a model is run. Models of one process may differ in all of it; what is not said here is as
 * the system properties {@code sam4j.engine}, {@code sam4j.kernels} and {@code sam4j.offline} say.
 *
 * @param engine which engine computes, how many threads share the work of one call, and the number
 *     format of the image encoder's matrix products
 * @param textModel what text prompts are found with: a folder with an OWL-ViT or OWLv2 checkpoint
 *     (Hugging Face layout, with its tokenizer's files), or its name in the catalogue; default:
 *     null, no text prompts
 * @param offline whether never to download a model of the catalogue
 * @param downloadProgress hears how models of the catalogue are downloaded, on the loading thread;
 *     default: null, downloads are told through SLF4J at INFO
 * @param unusedTensorsAllowed whether a checkpoint may have tensors inside its model that nothing
 *     uses, such as adapters: they are told in the log then; default: no, it is refused
 * @param preprocessing the way of pictures into the model and of masks back, where a fine-tune was
 *     trained with another than SAM's, as MedSAM was; nothing in a file tells; default: the model's
 *     own
 * @param metadata what is to be taken for said by the checkpoint, where its format cannot say it:
 *     {@code image_size} of a {@code .pth} trained at another size than its family's usual, {@code
 *     encoder_heads}, {@code decoder_heads}; it goes before what the file says. Default: nothing
 */
public record SamOptions(
    EngineOptions engine,
    @Nullable String textModel,
    boolean offline,
    @Nullable DownloadProgress downloadProgress,
    boolean unusedTensorsAllowed,
    Preprocessing preprocessing,
    Map<String, String> metadata) {
  /** Copies the table. */
  public SamOptions {
    metadata = Map.copyOf(metadata);
  }

  /** The best engine there is, all processors, float32. */
  public static SamOptions defaults() {
    boolean offline = Boolean.getBoolean(Downloader.OFFLINE_PROPERTY);
    return new SamOptions(
        EngineOptions.defaults(), null, offline, null, false, Preprocessing.MODEL, Map.of());
  }

  /**
   * On this engine, "cpu" or "portable".
   *
   * @param name loading fails if there is none of that name, or if it cannot run here
   */
  public SamOptions withEngine(String name) {
    return with(engine.withEngine(name));
  }

  /** With these kernels of the cpu engine, "vector" or "scalar". */
  public SamOptions withKernels(String name) {
    return with(engine.withKernels(name));
  }

  /** With this many threads, at least 1. */
  public SamOptions withThreads(int threads) {
    return with(engine.withThreads(threads));
  }

  /** With this number format. */
  public SamOptions withPrecision(Precision precision) {
    return with(engine.withPrecision(precision));
  }

  /** With a detector for text prompts: a folder, or a name of the catalogue. */
  public SamOptions withTextModel(String folderOrName) {
    return new SamOptions(
        engine,
        folderOrName,
        offline,
        downloadProgress,
        unusedTensorsAllowed,
        preprocessing,
        metadata);
  }

  /** Whether never to download. */
  public SamOptions withOffline(boolean never) {
    return new SamOptions(
        engine, textModel, never, downloadProgress, unusedTensorsAllowed, preprocessing, metadata);
  }

  /** With a listener to downloads, which takes the place of the log. */
  public SamOptions withDownloadProgress(DownloadProgress listener) {
    return new SamOptions(
        engine, textModel, offline, listener, unusedTensorsAllowed, preprocessing, metadata);
  }

  /** Whether a checkpoint with more in its model than is run is told in the log, not refused. */
  public SamOptions withUnusedTensorsAllowed(boolean allowed) {
    return new SamOptions(
        engine, textModel, offline, downloadProgress, allowed, preprocessing, metadata);
  }

  /**
   * With another way of pictures into the model than its own, such as MedSAM's.
   *
   * @param way loading fails with an {@link IllegalArgumentException} if the model is of a family
   *     whose own way it cannot stand in for
   */
  public SamOptions withPreprocessing(Preprocessing way) {
    return new SamOptions(
        engine, textModel, offline, downloadProgress, unusedTensorsAllowed, way, metadata);
  }

  /** With this taken for said by the checkpoint. */
  public SamOptions withMetadata(Map<String, String> stated) {
    return new SamOptions(
        engine, textModel, offline, downloadProgress, unusedTensorsAllowed, preprocessing, stated);
  }

  private SamOptions with(EngineOptions newEngine) {
    return new SamOptions(
        newEngine,
        textModel,
        offline,
        downloadProgress,
        unusedTensorsAllowed,
        preprocessing,
        metadata);
  }

  /** Threads that share the work of one call. */
  public int threads() {
    return engine.threads();
  }

  /** Number format of the image encoder's matrix products. */
  public Precision precision() {
    return engine.precision();
  }

  LoadOptions loading() {
    return new LoadOptions(
        engine,
        textModel,
        new LoadOptions.Downloads(offline, downloadProgress),
        unusedTensorsAllowed,
        preprocessing,
        metadata);
  }
}
