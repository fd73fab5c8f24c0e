package io.github.sam4j;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Engines;
import io.github.sam4j.decoder.MaskDecoder;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.encoder.tinyvit.TinyViT;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.ImageEncoderViT;
import io.github.sam4j.encoder.vit.VitConfig;
import io.github.sam4j.prompt.PromptEncoder;
import io.github.sam4j.prompt.grounding.TextGrounder;
import io.github.sam4j.weights.Checkpoint;
import io.github.sam4j.weights.ModelFamily;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds a model from a checkpoint: family, configuration, packed weights. */
final class ModelLoader {
  /** Heads of the mask decoder's transformer; no checkpoint of the family says otherwise. */
  private static final int DECODER_HEADS = 8;

  private ModelLoader() {}

  static Model load(Checkpoint checkpoint, String name, SamOptions options) throws IOException {
    Engine engine = Engines.create(options.engine());
    try {
      String text = options.textModel();
      return load(
          checkpoint,
          name,
          engine,
          text == null ? null : TextModels.load(text, engine, options.downloadProgress()));
    } catch (IOException | RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private static Model load(
      Checkpoint checkpoint, String name, Engine engine, @Nullable TextGrounder text) {
    Map<String, String> metadata = checkpoint.metadata();
    Parameters image = checkpoint.under("image_encoder");
    ModelFamily family = checkpoint.requireFamily(ModelFamily.SAM, ModelFamily.MOBILE_SAM);
    ImageEncoder encoder =
        family == ModelFamily.SAM
            ? new ImageEncoderViT(engine, image, VitConfig.infer(image))
            : new TinyViT(engine, image, TinyVitConfig.infer(image, metadata));
    PromptEncoder prompts =
        new PromptEncoder(
            engine, checkpoint.under("prompt_encoder"), encoder.inputSize(), encoder.grid());
    MaskDecoder decoder =
        MaskDecoder.load(
            engine,
            checkpoint.under("mask_decoder"),
            number(checkpoint, "decoder_heads", Integer::valueOf).orElse(DECODER_HEADS),
            prompts);
    ModelInfo info =
        new ModelInfo(
            metadata.getOrDefault("name", name),
            family.title(),
            encoder.inputSize(),
            encoder.grid(),
            encoder.channels(),
            engine.name(),
            engine.options().precision(),
            fingerprint(checkpoint),
            threshold(checkpoint, "automatic_pred_iou_thresh"),
            threshold(checkpoint, "automatic_stability_score_thresh"));
    return new Model(engine, encoder, prompts, decoder, info, text);
  }

  private static OptionalDouble threshold(Checkpoint checkpoint, String key) {
    return number(checkpoint, key, Double::valueOf)
        .map(OptionalDouble::of)
        .orElseGet(OptionalDouble::empty);
  }

  /** A number in the file's metadata, if it is there. */
  private static <T> Optional<T> number(
      Checkpoint checkpoint, String key, Function<String, T> parse) {
    String value = checkpoint.metadata().get(key);
    try {
      return Optional.ofNullable(value).map(parse);
    } catch (NumberFormatException e) {
      throw new WeightsFormatException(
          checkpoint.source() + ": metadata '" + key + "': expected a number, found " + value, e);
    }
  }

  /**
   * Names and shapes of all tensors and the values of the small ones: enough to tell two trainings
   * apart without reading gigabytes.
   */
  private static String fingerprint(Checkpoint checkpoint) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    for (String name : new TreeSet<>(checkpoint.names())) {
      int[] shape = checkpoint.shape(name);
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      long size = 1;
      for (int d : shape) {
        digest.update(ByteBuffer.allocate(4).putInt(d).flip());
        size *= d;
      }
      if (name.startsWith("image_encoder.neck.") && size <= 4096) {
        ByteBuffer bytes =
            ByteBuffer.allocate(Math.toIntExact(4 * size)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(checkpoint.values(name));
        digest.update(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
