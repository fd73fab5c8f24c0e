package io.github.sam4j.families.efficientsam;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.SquashBilinear;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.resample.BicubicProjection;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.CellsPath;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.DecoderHeads;
import io.github.sam4j.decoder.GroupNormUpscaling;
import io.github.sam4j.decoder.MaskChoice;
import io.github.sam4j.decoder.MaskDecoder;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.Mlp;
import io.github.sam4j.decoder.OutputTokens;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.decoder.transformer.Attention;
import io.github.sam4j.decoder.transformer.TokenSelfAttention;
import io.github.sam4j.decoder.transformer.TwoWayAttentionBlock;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.PromptPart;
import io.github.sam4j.prompt.SixPointPromptEncoder;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EfficientSAM: pictures are squashed, prompts are six points, masks go straight to the picture by
 * bicubic interpolation.
 */
final class EfficientSam implements SegmentationModel {
  static final String TITLE = "EfficientSAM";

  private static final Logger LOG = LoggerFactory.getLogger(EfficientSam.class);

  /** Attention heads of the mask decoder, which shapes do not tell; 8 in the published models. */
  private static final int DECODER_HEADS = 8;

  private static final float TWO_WAY_EPSILON = 1e-5f;

  private final ImageEncoder encoder;
  private final SixPointPromptEncoder prompts;
  private final MaskDecoder decoder;
  private final InputTransform input;

  /**
   * Puts a model together.
   *
   * @param encoder loaded with the same engine
   * @param weights with {@code prompt_encoder.} and {@code mask_decoder.}
   * @param metadata may say {@code decoder_heads}
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  EfficientSam(Engine engine, ImageEncoder encoder, Parameters weights, ModelMetadata metadata) {
    this.encoder = encoder;
    prompts =
        new SixPointPromptEncoder(
            engine,
            weights.under("prompt_encoder"),
            encoder.inputSize(),
            encoder.grid(),
            encoder.channels());
    int heads = metadata.integer("decoder_heads").orElse(DECODER_HEADS);
    TwoWayConfig config =
        new TwoWayConfig(encoder.channels(), heads, Activation.GELU, TWO_WAY_EPSILON);
    decoder =
        decoder(new StoredLayers(engine, weights.under("mask_decoder")), config, encoder.grid());
    input = new SquashBilinear(encoder.inputSize());
  }

  private MaskDecoder decoder(StoredLayers layers, TwoWayConfig config, int grid) {
    int channels = config.channels();
    OutputTokens tokens = OutputTokens.load(layers.engine(), layers.parameters(), channels);
    GroupNormUpscaling upscaling =
        new GroupNormUpscaling(layers.under("output_upscaling"), channels, grid);
    List<Mlp> hypernetworks = new ArrayList<>();
    for (int i = 0; i < tokens.masks(); i++) {
      StoredLayers mlp = layers.under("output_hypernetworks_mlps." + i);
      hypernetworks.add(head(mlp, channels, upscaling.outputs()));
    }
    return new MaskDecoder(
        layers.engine(),
        tokens,
        new CellsPath(transformer(layers.under("transformer"), config), upscaling, null),
        new DecoderHeads(
            hypernetworks,
            head(layers.under("iou_prediction_head"), channels, tokens.masks()),
            null),
        MaskChoice.sam(tokens.masks()));
  }

  private TwoWayTransformer transformer(StoredLayers layers, TwoWayConfig config) {
    List<TwoWayAttentionBlock> blocks = new ArrayList<>();
    int depth = layers.count("layers", "norm1.weight");
    for (int i = 0; i < depth; i++) {
      StoredLayers block = layers.under("layers." + i);
      Attention attention =
          new Attention(block.under("self_attn"), config.channels(), config.heads());
      TokenSelfAttention own =
          i == 0
              ? TokenSelfAttention.adding(attention)
              : TokenSelfAttention.repositioning(attention);
      blocks.add(new TwoWayAttentionBlock(block, config, own));
    }
    return new TwoWayTransformer(layers, config, prompts.densePositions(), blocks);
  }

  private static Mlp head(StoredLayers layers, int inputs, int outputs) {
    return new Mlp(Mlp.load(layers, inputs, outputs).layers(), Activation.GELU);
  }

  @Override
  public InputTransform input() {
    return input;
  }

  @Override
  public List<MapShape> maps() {
    return encoder.maps();
  }

  /** Clicks beside the object are computed as the reference does, and a warning is logged. */
  @Override
  public Set<PromptPart> accepts() {
    return EnumSet.of(PromptPart.FOREGROUND_POINTS, PromptPart.BACKGROUND_POINTS, PromptPart.BOX);
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
    PromptLimits.exceeded(batch).forEach(message -> LOG.warn("{}", message));
    return decoder.decode(ops, image, prompts.encode(ops, batch), request);
  }

  @Override
  public MaskProjection projection(ImageSize picture) {
    return new BicubicProjection(decoder.maskSide(), picture);
  }
}
