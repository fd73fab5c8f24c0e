package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import net.harawata.appdirs.AppDirsFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds downloaded checkpoints, a folder for each.
 *
 * <p>Only whole and verified files ever have their final name. Several processes may share it.
 */
public final class ModelCache {
  /** System property that names the folder; it goes before {@link #VARIABLE}. */
  public static final String PROPERTY = "sam4j.cache";

  /** Environment variable that names the folder. */
  public static final String VARIABLE = "SAM4J_CACHE";

  private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);

  private final Path folder;

  /** A cache in this folder, which is made when it is needed. */
  public ModelCache(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * The cache that {@code sam4j.cache} or {@code SAM4J_CACHE} names, or else the one in the user's
   * cache folder as the operating system defines it.
   */
  public static ModelCache standard() {
    return new ModelCache(standardFolder(System.getProperties(), System.getenv()));
  }

  static Path standardFolder(Properties properties, Map<String, String> environment) {
    String named = properties.getProperty(PROPERTY, environment.get(VARIABLE));
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    return Path.of(AppDirsFactory.getInstance().getUserCacheDir("sam4j", null, "sam4j"));
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Where a checkpoint is or will be: its file, or its folder if it has several. */
  public Path path(ModelEntry entry) {
    return entry.files().size() == 1 ? path(entry, entry.files().get(0)) : folder(entry);
  }

  /** Whether all files of a checkpoint are here. */
  public boolean has(ModelEntry entry) {
    return entry.files().stream().allMatch(file -> isWhole(path(entry, file), file.size()));
  }

  /**
   * Gets what is missing of a checkpoint, and tells of it through SLF4J at INFO: what comes from
   * where and how large it is, a line for each tenth of a file or each ten seconds, and where it
   * lies in the end.
   *
   * @return {@link #path}
   * @throws DownloadException if a file cannot be had, or is not what was expected
   */
  public Path fetch(ModelEntry entry, Downloader downloader) throws IOException {
    return fetch(entry, downloader, new DownloadLog(LOG::info, System::nanoTime));
  }

  Path fetch(ModelEntry entry, Downloader downloader, DownloadLog log) throws IOException {
    Path path = path(entry);
    if (!has(entry)) {
      if (!downloader.offline()) {
        log.begin(entry, path);
      }
      fetch(entry, downloader, (DownloadProgress) log);
      log.end(entry, path);
    }
    return path;
  }

  /**
   * Gets what is missing of a checkpoint.
   *
   * @param progress hears of every file that is not here, and before that of a licence that forbids
   *     something
   * @return {@link #path}
   * @throws DownloadException if a file cannot be had, or is not what the catalogue says
   */
  public Path fetch(ModelEntry entry, Downloader downloader, DownloadProgress progress)
      throws IOException {
    if (entry.licence().restriction().isPresent() && !downloader.offline() && !has(entry)) {
      progress.restricted(entry.name(), entry.licence());
    }
    for (ModelFile file : entry.files()) {
      downloader.download(file, path(entry, file), progress);
    }
    return path(entry);
  }

  /**
   * Reads the files of a checkpoint again and compares them with the catalogue.
   *
   * @return a check for each file, in the entry's order
   * @throws IOException if a file that is there cannot be read
   */
  public List<FileCheck> verify(ModelEntry entry) throws IOException {
    List<FileCheck> checks = new ArrayList<>();
    for (ModelFile file : entry.files()) {
      checks.add(FileCheck.of(file, path(entry, file)));
    }
    return checks;
  }

  /** Whether a file is there and has the size that is expected, where one is. */
  static boolean isWhole(Path file, @Nullable Long size) {
    try {
      return Files.isRegularFile(file) && (size == null || Objects.equals(Files.size(file), size));
    } catch (IOException e) {
      return false;
    }
  }

  private Path folder(ModelEntry entry) {
    return folder.resolve(entry.name());
  }

  private Path path(ModelEntry entry, ModelFile file) {
    return folder(entry).resolve(file.name());
  }
}
