package io.github.sam4j.detectors.clip.tokenizer;

/**
 * Two tokens that merge into one.
 *
 * @param left the first
 * @param right the second
 */
record TokenPair(String left, String right) {}
