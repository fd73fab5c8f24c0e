package io.github.sam4j.cpu.onednn;

import io.github.sam4j.core.tensor.Activation;

/**
 * A non-linearity of adjacent float32 values.
 *
 * @param length how many values
 * @param activation not {@link Activation#NONE}
 */
public record Elementwise(int length, Activation activation) {}
