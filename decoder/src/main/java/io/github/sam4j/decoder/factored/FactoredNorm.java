package io.github.sam4j.decoder.factored;

import io.github.sam4j.core.parameters.StoredLayers;

/**
 * A layer norm's gain and bias, to be folded into what comes after it.
 *
 * @param gain g, of each channel
 * @param bias b, of each channel
 */
record FactoredNorm(float[] gain, float[] bias) {
  static FactoredNorm of(StoredLayers layers, String name, int channels) {
    return new FactoredNorm(layers.weight(name, channels), layers.bias(name, channels));
  }
}
