package io.github.sam4j.cli.segment;

import java.nio.file.Path;

/**
 * A picture to segment.
 *
 * @param file where it is
 * @param name what its results are called: a relative path with forward slashes, of no other
 *     picture of the run
 */
record Picture(Path file, String name) {}
