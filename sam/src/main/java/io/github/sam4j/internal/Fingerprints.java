package io.github.sam4j.internal;

/**
 * What tells models apart whose embeddings do not fit each other.
 *
 * @param current names, shapes and sampled values of all tensors of the image encoder
 * @param format1 as embedding files of the first format have it: names and shapes of all tensors,
 *     values of the small ones in the encoder's neck
 */
public record Fingerprints(String current, String format1) {}
