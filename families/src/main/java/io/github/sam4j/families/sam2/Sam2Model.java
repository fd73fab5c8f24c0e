package io.github.sam4j.families.sam2;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SquashAntialiased;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.resample.LogitResampling;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.DecoderVariant;
import io.github.sam4j.decoder.MaskDecoder;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.encoder.hiera.FpnNeck;
import io.github.sam4j.encoder.hiera.HieraConfig;
import io.github.sam4j.encoder.hiera.HieraImageEncoder;
import io.github.sam4j.families.AutomaticDefaults;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.PromptPart;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TokenOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * SAM 2 on one picture, as its image predictor runs it: the picture is squashed to a square, a
 * Hiera encodes it, and SAM's prompt encoder and mask decoder answer prompts with the help of finer
 * features, an object score and {@link DynamicMultimask}.
 */
final class Sam2Model implements SegmentationModel {
  /** Attention heads of the mask decoder, which shapes do not tell; 8 in all published models. */
  private static final int DECODER_HEADS = 8;

  private static final double STABILITY_DELTA = 0.05;
  private static final double STABILITY_THRESHOLD = 0.98;

  /** What the logits that go into a further prompt are held within. */
  private static final float LOGIT_LIMIT = 32;

  /** The reference's, where SAM's is 0.88. */
  private static final double PRED_IOU_THRESHOLD = 0.8;

  private final HieraImageEncoder encoder;
  private final PromptEncoder prompts;
  private final MaskDecoder decoder;
  private final InputTransform input;

  Sam2Model(Engine engine, Parameters weights, ModelMetadata metadata) {
    Parameters image = weights.under("image_encoder");
    Parameters masks = weights.under("mask_decoder");
    HieraConfig config = HieraConfig.infer(image, metadata.config());
    int channels = config.channels();
    float[] noMemory = weights.values(Sam2Family.NO_MEMORY, 1, 1, channels);
    FpnNeck neck = FpnNeck.load(engine, config, image.under("neck"), masks, noMemory);
    encoder = new HieraImageEncoder(engine, image, config, neck);
    prompts =
        new PromptEncoder(
            engine,
            weights.under("prompt_encoder"),
            config.inputSize(),
            config.grid(),
            TokenOrder.SAM2);
    JsonObject decoderConfig =
        metadata.config() == null ? null : metadata.config().object("mask_decoder_config");
    decoder =
        MaskDecoder.load(
            engine,
            masks,
            TwoWayConfig.sam(channels, heads(decoderConfig, metadata)),
            prompts,
            new DecoderVariant(true, true, tokens -> choice(tokens, decoderConfig)));
    input = new SquashAntialiased(config.inputSize(), Normalization.IMAGENET_255);
  }

  private static int heads(@Nullable JsonObject config, ModelMetadata metadata) {
    Long stated = config == null ? null : config.integer("num_attention_heads");
    return metadata
        .integer("decoder_heads")
        .orElse(stated == null ? DECODER_HEADS : Math.toIntExact(stated));
  }

  private static DynamicMultimask choice(int tokens, @Nullable JsonObject config) {
    if (config == null) {
      return new DynamicMultimask(tokens, true, STABILITY_DELTA, STABILITY_THRESHOLD);
    }
    return new DynamicMultimask(
        tokens,
        config.flag("dynamic_multimask_via_stability", true),
        number(config, "dynamic_multimask_stability_delta", STABILITY_DELTA),
        number(config, "dynamic_multimask_stability_thresh", STABILITY_THRESHOLD));
  }

  private static double number(JsonObject config, String name, double otherwise) {
    return config.members().get(name) instanceof Number number ? number.doubleValue() : otherwise;
  }

  @Override
  public InputTransform input() {
    return input;
  }

  @Override
  public List<MapShape> maps() {
    return encoder.maps();
  }

  @Override
  public Set<PromptPart> accepts() {
    return EnumSet.allOf(PromptPart.class);
  }

  @Override
  public Set<MaskOption> options() {
    return Set.of(MaskOption.STATIC_SINGLE_MASK);
  }

  @Override
  public AutomaticDefaults automatic() {
    return new AutomaticDefaults(PRED_IOU_THRESHOLD, AutomaticDefaults.Regions.IN_LOGITS);
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return encoder.encode(ops, pixels);
  }

  @Override
  public PreparedImage prepare(Operators ops, FeatureMaps image) {
    return decoder.prepare(ops, image);
  }

  @Override
  public DecodedMasks decode(
      Operators ops, PreparedImage image, List<SpatialPrompt> batch, MaskRequest request) {
    return decoder.decode(ops, image, prompts.encode(ops, batch), request);
  }

  @Override
  public MaskProjection projection(ImageSize picture) {
    int side = decoder.maskSide();
    return new LogitResampling(side, side, new ImageSize(side, side), picture);
  }

  @Override
  public LowResolutionLogits forRefinement(LowResolutionLogits logits) {
    float[] values = logits.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-LOGIT_LIMIT, Math.min(LOGIT_LIMIT, values[i]));
    }
    return new LowResolutionLogits(logits.side(), values);
  }
}
