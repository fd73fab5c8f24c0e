package io.github.sam4j.decoder;

import io.github.sam4j.core.parameters.StoredLayers;

/**
 * A layer norm of an image's cells, to be folded into what comes after it.
 *
 * @param gain of each channel
 * @param bias of each channel
 */
record FactoredNorm(float[] gain, float[] bias) {
  static FactoredNorm of(StoredLayers layers, String name, int channels) {
    return new FactoredNorm(layers.weight(name, channels), layers.bias(name, channels));
  }
}
