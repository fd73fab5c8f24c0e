package io.github.sam4j.cli.segment;

import io.github.sam4j.formats.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Names the results of pictures so that none overwrites another's.
 *
 * <p>A name is the picture's path inside its input folder without the extension. Where two pictures
 * would share one, both keep the extension; where that is not enough, they take the names of the
 * folders above with them, as many as it needs. Case does not tell names apart, for file systems
 * that ignore it.
 */
final class PictureNames {
  private static final int MOST_FOLDERS = 64;

  private PictureNames() {}

  /** The pictures with their names, in the same order. */
  static List<Picture> name(List<Picture> found) {
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
            .collect(Collectors.groupingBy(PictureNames::folded, Collectors.counting()));
    names.replaceAll(
        (picture, name) -> uses.get(folded(name)) > 1 ? withFolders(picture, folders) : name);
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
