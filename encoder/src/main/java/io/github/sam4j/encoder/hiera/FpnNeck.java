package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;

/**
 * SAM 2's feature pyramid (after Lin et al. 2017, "Feature Pyramid Networks"): each stage's map is
 * projected to the same width, and the two coarsest are added. The finer two go on to the mask
 * decoder's {@code conv_s0} and {@code conv_s1}; nothing lies between two such projections, so that
 * they are one here.
 *
 * @param fine of the first stage's maps, to the width of the decoder's last upscaling
 * @param middle of the second stage's, to the width between the decoder's upscalings
 * @param own of the third stage's, with what is added to every cell of the embedding
 * @param deep of the fourth stage's
 */
public record FpnNeck(Linear fine, Linear middle, Linear own, Linear deep) {
  /**
   * Loads it.
   *
   * @param neck the names below {@code image_encoder.neck.}
   * @param decoder the names below {@code mask_decoder.}, of which {@code conv_s0} and {@code
   *     conv_s1} are read
   * @param added to every cell of the embedding: C values ({@code no_mem_embed})
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public static FpnNeck load(
      Engine engine, HieraConfig config, Parameters neck, Parameters decoder, float[] added) {
    StoredLayers layers = new StoredLayers(engine, neck);
    Lateral own = Lateral.of(layers, config, 2);
    for (int c = 0; c < added.length; c++) {
      own.bias[c] += added[c];
    }
    StoredLayers further = new StoredLayers(engine, decoder);
    return new FpnNeck(
        Lateral.of(layers, config, 0).then(further, "conv_s0").pack(engine),
        Lateral.of(layers, config, 1).then(further, "conv_s1").pack(engine),
        own.pack(engine),
        Lateral.of(layers, config, 3).pack(engine));
  }

  /** A projection that is not packed yet: outputs x inputs, outputs. */
  private record Lateral(int inputs, int outputs, float[] weight, float[] bias) {
    /** That of a stage; the file counts from the coarsest. */
    static Lateral of(StoredLayers layers, HieraConfig config, int stage) {
      String name = "convs." + (config.stages().size() - 1 - stage) + ".conv";
      int inputs = config.stages().get(stage).dim();
      int outputs = config.channels();
      return new Lateral(
          inputs, outputs, layers.weight(name, outputs, inputs, 1, 1), layers.bias(name, outputs));
    }

    /** Followed by another. */
    Lateral then(StoredLayers layers, String name) {
      int last = layers.outputs(name);
      float[] next = layers.weight(name, last, outputs, 1, 1);
      float[] nextBias = layers.bias(name, last);
      float[] product = new float[last * inputs];
      float[] sum = new float[last];
      for (int o = 0; o < last; o++) {
        double[] row = new double[inputs];
        double constant = nextBias[o];
        for (int m = 0; m < outputs; m++) {
          double factor = next[o * outputs + m];
          constant += factor * bias[m];
          for (int i = 0; i < inputs; i++) {
            row[i] += factor * weight[m * inputs + i];
          }
        }
        for (int i = 0; i < inputs; i++) {
          product[o * inputs + i] = (float) row[i];
        }
        sum[o] = (float) constant;
      }
      return new Lateral(inputs, last, product, sum);
    }

    Linear pack(Engine engine) {
      return engine.linear(inputs, outputs, weight, bias);
    }
  }
}
