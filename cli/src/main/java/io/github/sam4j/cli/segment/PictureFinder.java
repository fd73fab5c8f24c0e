package io.github.sam4j.cli.segment;

import io.github.sam4j.formats.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the pictures that the arguments name (files as they are, folders by the pictures in them)
 * and names their results, so that none overwrites another's.
 *
 * <p>A name is the picture's path inside its input folder without the extension. Where two pictures
 * would share one, both keep the extension; where that is not enough, they take the names of the
 * folders above with them, as many as it needs. Case does not tell names apart, for file systems
 * that ignore it.
 *
 * @param recursive whether to look into folders' folders
 * @param output the folder of the results, which is not searched
 */
record PictureFinder(boolean recursive, Path output) {
  private static final Set<String> EXTENSIONS =
      Set.of("png", "jpg", "jpeg", "jpe", "jfif", "webp", "tif", "tiff", "bmp", "dib");
  private static final int MOST_FOLDERS = 64;

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
    return named(found.values());
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

  /** The same pictures under names that are their own. */
  private static List<Picture> named(Collection<Picture> found) {
    Map<Picture, String> names = new LinkedHashMap<>();
    found.forEach(p -> names.put(p, withoutExtension(slashes(p.relative()))));
    int folders = 0;
    while (folders < MOST_FOLDERS && renameClashes(names, folders)) {
      folders++;
    }
    List<Picture> pictures = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    names.forEach(
        (picture, name) -> {
          String own = name;
          // Names made to clash on purpose can still do so.
          for (int i = 2; !taken.add(folded(own)); i++) {
            own = name + "~" + i;
          }
          pictures.add(picture.withName(own));
        });
    return pictures;
  }

  private static boolean renameClashes(Map<Picture, String> names, int folders) {
    Map<String, Long> uses =
        names.values().stream()
            .collect(Collectors.groupingBy(PictureFinder::folded, Collectors.counting()));
    names.replaceAll(
        (picture, name) ->
            uses.getOrDefault(folded(name), 0L) > 1 ? withFolders(picture, folders) : name);
    return uses.size() < names.size();
  }

  /** The path with so many folders more than inside the input folder, if it has as many. */
  private static String withFolders(Picture picture, int more) {
    Path path = picture.file().toAbsolutePath().normalize();
    int from = path.getNameCount() - picture.relative().getNameCount() - more;
    return slashes(path.subpath(Math.max(0, from), path.getNameCount()));
  }

  /** Without the extension, save where what is left would look like a file that a run writes. */
  private static String withoutExtension(String name) {
    int dot = name.lastIndexOf('.');
    String stem = dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    return folded(stem).matches(".*\\.(png|jpg|json|html|npy)") ? name : stem;
  }

  private static String slashes(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .map(Path::toString)
        .collect(Collectors.joining("/"));
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
