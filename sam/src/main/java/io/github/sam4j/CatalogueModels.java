package io.github.sam4j;

import io.github.sam4j.weights.catalogue.DownloadProgress;
import io.github.sam4j.weights.catalogue.Downloader;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelCatalogue;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Models by their catalogue name, from the cache folder or their authors' servers. */
final class CatalogueModels {
  private CatalogueModels() {}

  /**
   * The checkpoint's file or folder.
   *
   * @param pathOrName a path, or where nothing is at that path, a name of the catalogue
   * @param progress hears of a download; null to log it
   * @throws IllegalArgumentException if it is neither
   * @throws IOException if the model is not in the cache and cannot be downloaded
   */
  static Path find(String pathOrName, @Nullable DownloadProgress progress) throws IOException {
    Path path = Path.of(pathOrName);
    return Files.exists(path) ? path : fetch(pathOrName, progress);
  }

  private static Path fetch(String name, @Nullable DownloadProgress progress) throws IOException {
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    ModelEntry entry =
        catalogue
            .find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no file and no model '%s'; the catalogue has %s, and there is %s"
                            .formatted(name, names(catalogue), BundledModel.NAME)));
    ModelCache cache = ModelCache.standard();
    Downloader downloader = Downloader.create();
    return progress == null
        ? cache.fetch(entry, downloader)
        : cache.fetch(entry, downloader, progress);
  }

  private static String names(ModelCatalogue catalogue) {
    return catalogue.entries().stream().map(ModelEntry::name).collect(Collectors.joining(", "));
  }
}
