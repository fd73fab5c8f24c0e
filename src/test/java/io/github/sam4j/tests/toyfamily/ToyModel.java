package io.github.sam4j.tests.toyfamily;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.image.InputTransform;
import io.github.sam4j.core.mask.MaskProjection;
import io.github.sam4j.core.mask.resample.LogitResampling;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.families.SegmentationModel;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.PromptPart;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two mean pools of a picture; a mask is what of the finer one is near the clicked colour. */
final class ToyModel implements SegmentationModel {
  private static final int SIDE = 64;
  private static final int FINE = 32;
  private static final int COARSE = 8;
  private static final String FINE_MAP = "fine";

  private final Convolution fine;
  private final Convolution coarse;
  private final float radius;

  ToyModel(Engine engine, Parameters weights) {
    fine = pool(engine, weights, FINE_MAP, SIDE / FINE);
    coarse = pool(engine, weights, "coarse", SIDE / COARSE);
    radius = weights.values("toy.radius", 1)[0];
  }

  private static Convolution pool(Engine engine, Parameters weights, String name, int kernel) {
    return engine.convolution(
        new ConvolutionShape(3, 3, kernel, kernel, 0, 1),
        weights.values("image_encoder." + name + ".weight", 3, 3, kernel, kernel),
        null);
  }

  @Override
  public InputTransform input() {
    return new SquashedInput(SIDE);
  }

  @Override
  public List<MapShape> maps() {
    return List.of(
        new MapShape(FeatureMaps.EMBEDDING, COARSE, COARSE, 3),
        new MapShape(FINE_MAP, FINE, FINE, 3));
  }

  @Override
  public Set<PromptPart> accepts() {
    return EnumSet.complementOf(EnumSet.of(PromptPart.MASK));
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    Tensor picture = pixels.reshape(1, SIDE, SIDE, 3);
    Map<String, Tensor> maps = new LinkedHashMap<>();
    maps.put(
        FeatureMaps.EMBEDDING,
        ops.convolution(picture, coarse, Activation.NONE).reshape(COARSE, COARSE, 3));
    maps.put(FINE_MAP, ops.convolution(picture, fine, Activation.NONE).reshape(FINE, FINE, 3));
    return new FeatureMaps(maps);
  }

  private record Colours(float[] coarse, float[] fine) implements PreparedImage {
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void close() {}

    static float distance(float[] map, int i, float[] colour) {
      float sum = 0;
      for (int c = 0; c < 3; c++) {
        sum += Math.abs(map[3 * i + c] - colour[c]);
      }
      return sum;
    }

    float[] at(PixelPoint place) {
      int cell = FINE * cell(place.y(), FINE) + cell(place.x(), FINE);
      return new float[] {fine[3 * cell], fine[3 * cell + 1], fine[3 * cell + 2]};
    }

    static int cell(double pixel, int cells) {
      return (int) Math.max(0, Math.min(cells - 1, pixel * cells / SIDE));
    }
  }

  @Override
  public PreparedImage prepare(Operators ops, FeatureMaps image) {
    return new Colours(image.embedding().toArray(), image.map(FINE_MAP).toArray());
  }

  @Override
  public DecodedMasks decode(
      Operators ops, PreparedImage image, List<SpatialPrompt> prompts, MaskRequest request) {
    Colours colours = (Colours) image;
    int masks = request.masks() == MaskSet.SINGLE ? 1 : 2;
    int cells = FINE * FINE;
    float[] logits = new float[prompts.size() * masks * cells];
    float[] iou = new float[prompts.size() * masks];
    for (int p = 0; p < prompts.size(); p++) {
      for (int k = 0; k < masks; k++) {
        int mask = p * masks + k;
        iou[mask] = 0.99f - 0.01f * k - 0.001f * contrast(colours, prompts.get(p));
        for (int i = 0; i < cells; i++) {
          logits[mask * cells + i] = 40 * logit(colours, prompts.get(p), radius * (k + 1), i);
        }
      }
    }
    return new DecodedMasks(prompts.size(), masks, FINE, logits, iou);
  }

  private static PixelPoint middle(SpatialPrompt prompt) {
    Box box = prompt.box();
    return box == null
        ? prompt.points().get(0).place()
        : new PixelPoint((box.x0() + box.x1()) / 2, (box.y0() + box.y1()) / 2);
  }

  /** How much a place differs from what is around it. */
  private static float contrast(Colours colours, SpatialPrompt prompt) {
    PixelPoint place = middle(prompt);
    int cell = COARSE * Colours.cell(place.y(), COARSE) + Colours.cell(place.x(), COARSE);
    return Colours.distance(colours.coarse(), cell, colours.at(place));
  }

  private static float logit(Colours colours, SpatialPrompt prompt, float within, int i) {
    float logit = within - Colours.distance(colours.fine(), i, colours.at(middle(prompt)));
    for (LabelledPoint point : prompt.points()) {
      if (!point.foreground()) {
        float away = Colours.distance(colours.fine(), i, colours.at(point.place())) - within;
        logit = Math.min(logit, away);
      }
    }
    return logit;
  }

  @Override
  public MaskProjection projection(ImageSize picture) {
    return new LogitResampling(FINE, FINE, new ImageSize(FINE, FINE), picture);
  }
}
