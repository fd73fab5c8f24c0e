package io.github.sam4j.internal;

import io.github.sam4j.weights.catalogue.DownloadProgress;
import io.github.sam4j.weights.catalogue.Downloader;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelCatalogue;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models by a path or by their catalogue name, from the cache folder or their authors' servers. */
public final class CatalogueModels {
  private CatalogueModels() {}

  /**
   * The checkpoint's file or folder.
   *
   * @param pathOrName a path, or where nothing is at that path, a name of the catalogue
   * @throws IllegalArgumentException if it is neither
   * @throws NoSuchFileException if it looks like a path and nothing is there
   * @throws IOException if the model is not in the cache and cannot be downloaded
   */
  public static Path find(String pathOrName, LoadOptions.Downloads downloads) throws IOException {
    Path path = existing(pathOrName);
    if (path != null) {
      return path;
    }
    ModelCatalogue catalogue = ModelCatalogue.bundled();
    Optional<ModelEntry> entry = catalogue.find(pathOrName);
    if (entry.isPresent()) {
      return fetch(entry.get(), downloads);
    }
    if (looksLikeAPath(pathOrName)) {
      throw new NoSuchFileException(pathOrName);
    }
    throw new IllegalArgumentException(
        "no file and no model '%s'; the catalogue has %s, and there is %s"
            .formatted(pathOrName, catalogue.suggestions(), BundledModel.NAME));
  }

  private static @Nullable Path existing(String name) {
    try {
      Path path = Path.of(name);
      return !name.isEmpty() && Files.exists(path) ? path : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean looksLikeAPath(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return name.contains("/")
        || name.contains("\\")
        || Stream.of(".safetensors", ".pth", ".pt", ".bin").anyMatch(lower::endsWith);
  }

  private static Path fetch(ModelEntry entry, LoadOptions.Downloads downloads) throws IOException {
    ModelCache cache = ModelCache.standard();
    Downloader downloader = Downloader.builder().offline(downloads.offline()).build();
    DownloadProgress progress = downloads.progress();
    return progress == null
        ? cache.fetch(entry, downloader)
        : cache.fetch(entry, downloader, progress);
  }
}
