package io.github.sam4j.weights.torch;

/** What the central directory says of one entry, sizes widened by ZIP64. */
record ZipRecord(
    String name, int flags, int method, long compressed, long size, long headerPosition) {}
