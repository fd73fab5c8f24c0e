package io.github.sam4j.cli.segment;

import java.nio.file.Path;

/**
 * A picture that has no name for its results yet.
 *
 * @param file where it is
 * @param relative its path inside the input folder, or its file name if it is an input itself
 */
record FoundPicture(Path file, Path relative) {}
