package io.github.sam4j;

/**
 * Why a text or an example led to a mask.
 *
 * @param label the text as it was given; "example" for an example picture
 * @param score how sure the detector is, 0 to 1; scores of different detectors do not compare
 */
public record Detection(String label, double score) {}
