package io.github.sam4j;

import io.github.sam4j.weights.catalogue.DownloadProgress;
import io.github.sam4j.weights.catalogue.Downloader;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelCatalogue;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Models by their catalogue name, from the cache folder or their authors' servers. */
final class CatalogueModels {
  private CatalogueModels() {}

  /**
   * The checkpoint's file or folder.
   *
   * @throws IllegalArgumentException if the catalogue has no model of that name
   * @throws IOException if it is not in the cache and cannot be downloaded
   */
  static Path fetch(String name) throws IOException {
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    ModelEntry entry =
        catalogue
            .find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no file and no model '%s'; the catalogue has %s, and there is %s"
                            .formatted(name, names(catalogue), BundledModel.NAME)));
    return ModelCache.standard().fetch(entry, Downloader.create(), DownloadProgress.NONE);
  }

  private static String names(ModelCatalogue catalogue) {
    return catalogue.entries().stream().map(ModelEntry::name).collect(Collectors.joining(", "));
  }
}
