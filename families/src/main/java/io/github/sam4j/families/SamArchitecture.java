package io.github.sam4j.families;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.ResizeLongestSide;
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
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.PromptPart;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * SAM as its paper draws it (Kirillov et al. 2023, "Segment Anything", figure 4): an image encoder,
 * SAM's prompt encoder and a mask decoder: SAM's, to which an encoder with finer features gives
 * these too, or a relative's. What its relatives that only exchange encoder or decoder share.
 */
public final class SamArchitecture implements SegmentationModel {
  /** Attention heads of the mask decoder, which shapes do not tell; 8 in all published models. */
  private static final int DECODER_HEADS = 8;

  private final ImageEncoder encoder;
  private final Set<MaskOption> options;
  private final PromptEncoder prompts;
  private final MaskDecoder decoder;
  private final InputTransform input;
  private final int promptSide;

  /**
   * Puts a model together that is as SAM but for its encoder.
   *
   * @see #SamArchitecture(Engine, ImageEncoder, Parameters, ModelMetadata, SamVariant)
   */
  public SamArchitecture(
      Engine engine, ImageEncoder encoder, Parameters weights, ModelMetadata metadata) {
    this(engine, encoder, weights, metadata, SamVariant.sam(encoder.inputSize()));
  }

  /**
   * Puts a model with SAM's mask decoder together.
   *
   * @param encoder loaded with the same engine
   * @param weights with {@code prompt_encoder.} and {@code mask_decoder.}
   * @param metadata may say {@code decoder_heads}
   * @param variant in what it differs from SAM
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public SamArchitecture(
      Engine engine,
      ImageEncoder encoder,
      Parameters weights,
      ModelMetadata metadata,
      SamVariant variant) {
    this(
        engine,
        encoder,
        weights,
        variant.promptSide(),
        Set.of(),
        prompts -> {
          boolean fine =
              encoder.maps().stream()
                  .anyMatch(map -> map.name().equals(FeatureMaps.HIGH_RESOLUTION_0));
          TwoWayConfig sam = twoWay(encoder, metadata);
          return MaskDecoder.load(
              engine,
              weights.under("mask_decoder"),
              new TwoWayConfig(sam.channels(), sam.heads(), sam.activation(), variant.epsilon()),
              prompts,
              fine ? DecoderVariant.FINE : DecoderVariant.SAM);
        });
  }

  /**
   * Puts a model with another mask decoder together.
   *
   * @param encoder loaded with the same engine
   * @param weights with {@code prompt_encoder.}
   * @param options that the decoder knows
   * @param decoder makes it, given the prompt encoder
   * @throws io.github.sam4j.core.error.WeightsFormatException if a tensor is missing or has another
   *     shape
   */
  public SamArchitecture(
      Engine engine,
      ImageEncoder encoder,
      Parameters weights,
      Set<MaskOption> options,
      Function<PromptEncoder, MaskDecoder> decoder) {
    this(engine, encoder, weights, encoder.inputSize(), options, decoder);
  }

  private SamArchitecture(
      Engine engine,
      ImageEncoder encoder,
      Parameters weights,
      int promptSide,
      Set<MaskOption> options,
      Function<PromptEncoder, MaskDecoder> decoder) {
    this.encoder = encoder;
    this.options = Set.copyOf(options);
    this.promptSide = promptSide;
    prompts =
        new PromptEncoder(engine, weights.under("prompt_encoder"), promptSide, encoder.grid());
    this.decoder = decoder.apply(prompts);
    input = new ResizeLongestSide(encoder.inputSize(), Normalization.IMAGENET_255);
  }

  /**
   * Settings of SAM's two-way transformer behind an encoder.
   *
   * @param metadata may say {@code decoder_heads}
   */
  public static TwoWayConfig twoWay(ImageEncoder encoder, ModelMetadata metadata) {
    int heads = metadata.integer("decoder_heads").orElse(DECODER_HEADS);
    return TwoWayConfig.sam(encoder.channels(), heads);
  }

  @Override
  public InputTransform input() {
    return input;
  }

  @Override
  public ImageGeometry promptGeometry(ImageSize picture) {
    return ImageGeometry.of(picture, promptSide);
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
    return options;
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
    ImageGeometry geometry = promptGeometry(picture);
    return new LogitResampling(
        decoder.maskSide(), promptSide, geometry.resized(), geometry.original());
  }
}
