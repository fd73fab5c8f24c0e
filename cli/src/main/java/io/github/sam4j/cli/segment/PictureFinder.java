package io.github.sam4j.cli.segment;

import io.github.sam4j.formats.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the pictures that the arguments name: files as they are, folders by the pictures in them.
 *
 * @param recursive whether to look into folders' folders
 * @param output the folder of the results, which is not searched
 */
record PictureFinder(boolean recursive, Path output) {
  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "webp", "tif", "tiff", "bmp", "dib");

  /**
   * Finds them, in the order of the inputs and of names inside a folder; none twice.
   *
   * @throws IllegalArgumentException if an input does not exist, or is the output folder
   */
  List<Picture> find(List<Path> inputs) throws IOException {
    Map<Path, Picture> found = new LinkedHashMap<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        for (Path file : picturesIn(input)) {
          found.putIfAbsent(file.toRealPath(), found(file, input.relativize(file)));
        }
      } else if (Files.exists(input)) {
        Path name = input.toAbsolutePath().getFileName();
        found.putIfAbsent(input.toRealPath(), found(input, name));
      } else {
        throw new IllegalArgumentException("no such file or folder: " + input);
      }
    }
    return PictureNames.name(new ArrayList<>(found.values()));
  }

  private static Picture found(Path file, Path relative) {
    return new Picture(file, relative, relative.toString(), null);
  }

  private List<Path> picturesIn(Path folder) throws IOException {
    Path results = output.toAbsolutePath().normalize();
    Path searched = folder.toAbsolutePath().normalize();
    if (results.equals(searched)) {
      throw new IllegalArgumentException("--output must not be an input folder: " + folder);
    }
    // A run over "." that writes to "./out" must not find its own overlays next time.
    boolean resultsInside = results.startsWith(searched);
    try (Stream<Path> paths = Files.walk(folder, recursive ? Integer.MAX_VALUE : 1)) {
      return paths
          .filter(p -> !(resultsInside && p.toAbsolutePath().normalize().startsWith(results)))
          .filter(p -> isPicture(p) && Files.isRegularFile(p))
          .sorted()
          .toList();
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.toAbsolutePath().getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0
        && !name.startsWith(".")
        && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }
}
