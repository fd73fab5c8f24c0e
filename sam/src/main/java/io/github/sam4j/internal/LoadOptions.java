package io.github.sam4j.internal;

import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.families.Preprocessing;
import io.github.sam4j.weights.catalogue.DownloadProgress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model is loaded with.
 *
 * @param textModel a folder or a name of the catalogue; null for no text prompts
 * @param downloads how models of the catalogue are got
 * @param unusedTensorsAllowed whether a checkpoint may have tensors inside its model that nothing
 *     uses
 * @param preprocessing the way of pictures into the model
 * @param metadata what is to be taken for said by the file
 */
public record LoadOptions(
    EngineOptions engine,
    @Nullable String textModel,
    Downloads downloads,
    boolean unusedTensorsAllowed,
    Preprocessing preprocessing,
    Map<String, String> metadata) {
  /**
   * How models of the catalogue are got.
   *
   * @param offline whether never to download
   * @param progress hears of downloads; null to log them
   */
  public record Downloads(boolean offline, @Nullable DownloadProgress progress) {}
}
