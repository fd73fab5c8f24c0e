package io.github.sam4j.families;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.PromptPart;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.List;
import java.util.Set;

/**
 * A promptable segmentation model, ready to run: a picture goes in by {@link #input}, is encoded
 * once, and answers prompts with low-resolution logits that {@link #projection} brings to the
 * picture's pixels.
 *
 * <p>Immutable and thread-safe; threads differ in the {@link Operators} they bring. Its weights
 * live as long as the engine that it was loaded with.
 */
public interface SegmentationModel {
  /** How pictures become its input. */
  InputTransform input();

  /**
   * Where a picture's pixels lie in the square in which {@link #decode} takes prompts: that of the
   * input, unless a model places them in a square of another side.
   */
  default ImageGeometry promptGeometry(ImageSize picture) {
    return input().geometry(picture);
  }

  /** The maps that {@link #encode} gives, {@link FeatureMaps#EMBEDDING} among them. */
  List<MapShape> maps();

  /** What may be in a prompt. */
  Set<PromptPart> accepts();

  /** What its callers may choose beside the masks. */
  default Set<MaskOption> options() {
    return Set.of();
  }

  /** How everything in a picture is segmented. */
  default AutomaticDefaults automatic() {
    return AutomaticDefaults.SAM;
  }

  /**
   * Runs the image encoder.
   *
   * @param pixels (S, S, 3), as {@link #input} gives them
   * @return maps of the shapes that {@link #maps} tells, in the scratch memory of {@code ops}
   */
  FeatureMaps encode(Operators ops, Tensor pixels);

  /**
   * Computes what depends on the picture alone, once for all prompts.
   *
   * @param image as {@link #encode} gives it; copied
   * @return to be closed by the caller
   */
  PreparedImage prepare(Operators ops, FeatureMaps image);

  /**
   * Decodes a batch of prompts.
   *
   * @param image made by this model
   * @param prompts at least one, in pixels of the square that {@link #promptGeometry} tells; all of
   *     the same parts and with the same number of points
   * @param request which masks
   * @return in the Java heap, in the decoder's order
   */
  DecodedMasks decode(
      Operators ops, PreparedImage image, List<SpatialPrompt> prompts, MaskRequest request);

  /** The way of its low-resolution logits to the pixels of a picture of this size. */
  MaskProjection projection(ImageSize picture);

  /**
   * A mask's low-resolution logits as users get them and give them back in a prompt: as they are,
   * unless the model says otherwise.
   */
  default LowResolutionLogits forRefinement(LowResolutionLogits logits) {
    return logits;
  }
}
