package io.github.sam4j.cli.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the sets of pictures in a folder: its folders that have JPEG pictures.
 *
 * @param root the folder
 */
record DataFolder(Path root) {
  /**
   * The sets of these names in their order, each once; all in the order of their names where there
   * are no names.
   *
   * @throws IllegalArgumentException if there is no such folder, or no pictures in it
   */
  List<PictureSet> sets(List<String> names) throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException("no such folder: " + root);
    }
    if (!names.isEmpty()) {
      List<PictureSet> sets = new ArrayList<>();
      for (String name : names.stream().distinct().toList()) {
        sets.add(named(name));
      }
      return sets;
    }
    List<PictureSet> sets = new ArrayList<>();
    for (String name : children(root, Files::isDirectory)) {
      PictureSet set = read(name);
      if (!name.startsWith(".") && !set.pictures().isEmpty()) {
        sets.add(set);
      }
    }
    if (sets.isEmpty()) {
      throw new IllegalArgumentException(
          "no sets in %s; expected folders in it with NAME.jpg and NAME.png".formatted(root));
    }
    return sets;
  }

  private PictureSet named(String name) throws IOException {
    if (name.isBlank() || !Files.isDirectory(root.resolve(name))) {
      throw new IllegalArgumentException("no set '%s' in %s".formatted(name, root));
    }
    PictureSet set = read(name);
    if (set.pictures().isEmpty()) {
      throw new IllegalArgumentException("no NAME.jpg in set " + root.resolve(name));
    }
    return set;
  }

  private PictureSet read(String set) throws IOException {
    Path folder = root.resolve(set);
    NavigableSet<String> files = children(folder, Files::isRegularFile);
    List<LabelledPicture> pictures = new ArrayList<>();
    for (String file : files) {
      if (isPicture(file)) {
        String stem = file.substring(0, file.lastIndexOf('.'));
        pictures.add(
            new LabelledPicture(
                set + "/" + file,
                folder.resolve(file),
                folder.resolve(stem + ".png"),
                maps(files, stem).map(folder::resolve).toList()));
      }
    }
    return new PictureSet(set, List.copyOf(pictures));
  }

  private static boolean isPicture(String file) {
    String lower = file.toLowerCase(Locale.ROOT);
    return !file.startsWith(".") && (lower.endsWith(".jpg") || lower.endsWith(".jpeg"));
  }

  /** {@code STEM.png} and {@code STEM_1.png} and so on, in the order of their names. */
  private static Stream<String> maps(NavigableSet<String> files, String stem) {
    Predicate<String> numbered = name -> name.substring(stem.length()).matches("_[0-9]+\\.png");
    Stream<String> first = files.contains(stem + ".png") ? Stream.of(stem + ".png") : Stream.of();
    // A character beyond the underscore ends the range.
    return Stream.concat(first, files.subSet(stem + "_", stem + "`").stream().filter(numbered));
  }

  private static NavigableSet<String> children(Path folder, Predicate<Path> test)
      throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(test)
          .map(path -> path.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
