package io.github.sam4j.cli.evaluate;

import java.nio.file.Path;
import java.util.List;

/**
 * A picture and its maps of ids.
 *
 * @param name what it is called: its set and file, with a forward slash
 * @param file the picture
 * @param expectedMap where its first map should be
 * @param maps those that there are, in the order of their names
 */
record LabelledPicture(String name, Path file, Path expectedMap, List<Path> maps) {}
