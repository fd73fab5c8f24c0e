package io.github.sam4j.weights.torch;

/**
 * A zip entry.
 *
 * @param position of its bytes in the file
 * @param size of its bytes in the file
 * @param plain whether these are the content itself, neither compressed nor encrypted
 */
record ZipMember(String name, long position, long size, boolean plain) {}
