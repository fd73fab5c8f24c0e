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
import java.util.function.Function;

/**
 * A model with another way of pictures into it, and of masks back to them.
 *
 * @param model what runs
 * @param input the way in
 * @param prompts where a picture's prompts are placed
 * @param back the way back, for a picture's size
 */
record PreprocessedModel(
    SegmentationModel model,
    InputTransform input,
    Function<ImageSize, ImageGeometry> prompts,
    Function<ImageSize, MaskProjection> back)
    implements SegmentationModel {
  @Override
  public List<MapShape> maps() {
    return model.maps();
  }

  @Override
  public Set<PromptPart> accepts() {
    return model.accepts();
  }

  @Override
  public Set<MaskOption> options() {
    return model.options();
  }

  @Override
  public ImageGeometry promptGeometry(ImageSize picture) {
    return prompts.apply(picture);
  }

  @Override
  public AutomaticDefaults automatic() {
    return model.automatic();
  }

  @Override
  public LowResolutionLogits forRefinement(LowResolutionLogits logits) {
    return model.forRefinement(logits);
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return model.encode(ops, pixels);
  }

  @Override
  public PreparedImage prepare(Operators ops, FeatureMaps image) {
    return model.prepare(ops, image);
  }

  @Override
  public DecodedMasks decode(
      Operators ops, PreparedImage image, List<SpatialPrompt> batch, MaskRequest request) {
    return model.decode(ops, image, batch, request);
  }

  @Override
  public MaskProjection projection(ImageSize picture) {
    return back.apply(picture);
  }
}
