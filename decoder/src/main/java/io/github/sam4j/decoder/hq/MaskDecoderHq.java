package io.github.sam4j.decoder.hq;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.decoder.CellsPath;
import io.github.sam4j.decoder.DecoderHeads;
import io.github.sam4j.decoder.MaskDecoder;
import io.github.sam4j.decoder.Mlp;
import io.github.sam4j.decoder.OutputTokens;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import io.github.sam4j.prompt.PromptEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts SAM-HQ's mask decoder together: output tokens for the IoU, for SAM's masks and for the HQ
 * mask, whose filter is multiplied with another map than theirs.
 *
 * <p>All prompts go cell by cell: the convolutions of the HQ mask need the upscaled image itself,
 * which the factored path is there to avoid.
 */
public final class MaskDecoderHq {
  private MaskDecoderHq() {}

  /**
   * Loads its weights.
   *
   * @param parameters those below "mask_decoder."
   * @param prompts the prompt encoder of the same model, made with the same engine
   * @param earlyChannels V, of {@link HqFeatures#EARLY}
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public static MaskDecoder load(
      Engine engine,
      Parameters parameters,
      TwoWayConfig config,
      PromptEncoder prompts,
      int earlyChannels) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    int channels = config.channels();
    OutputTokens sam = OutputTokens.load(engine, parameters, channels);
    int hqToken = sam.masks();
    HqUpscaling upscaling = new HqUpscaling(layers, channels, earlyChannels, hqToken);
    TwoWayTransformer transformer =
        new TwoWayTransformer(layers.under("transformer"), config, prompts.densePositions());
    List<Mlp> hypernetworks = new ArrayList<>();
    for (int i = 0; i < sam.masks(); i++) {
      StoredLayers mlp = layers.under("output_hypernetworks_mlps." + i);
      hypernetworks.add(Mlp.load(mlp, channels, upscaling.outputs()));
    }
    hypernetworks.add(Mlp.load(layers.under("hf_mlp"), channels, upscaling.outputs()));
    return new MaskDecoder(
        engine,
        withHqToken(engine, parameters, sam),
        new CellsPath(transformer, upscaling, engine.tensor(prompts.noMask(), channels)),
        new DecoderHeads(
            hypernetworks,
            Mlp.load(layers.under("iou_prediction_head"), channels, sam.masks()),
            null),
        new HqMaskChoice(hqToken));
  }

  /** SAM's output tokens and, as the last of the mask tokens, the HQ token. */
  private static OutputTokens withHqToken(Engine engine, Parameters parameters, OutputTokens sam) {
    int channels = sam.channels();
    float[] hq = parameters.values("hf_token.weight", 1, channels);
    float[] all = Arrays.copyOf(sam.tokens().toArray(), (sam.count() + 1) * channels);
    System.arraycopy(hq, 0, all, sam.count() * channels, channels);
    return new OutputTokens(
        engine.tensor(all, sam.count() + 1, channels), sam.iou(), sam.firstMask(), sam.masks() + 1);
  }
}
