package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.decoder.PreparedImage;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** sam4j's prompt encoder and mask decoder without the rest of the model. */
final class OurDecoder implements AutoCloseable {
  private final OurModel model;

  OurDecoder(Path file, EngineOptions options) throws IOException {
    this(OurModel.load(file, options));
  }

  /** Of a model that is closed with it. */
  OurDecoder(OurModel model) {
    this.model = model;
  }

  /** The maps of a picture, the embedding first. */
  List<MapShape> maps() {
    return model.segmentation().maps();
  }

  /**
   * What depends on a picture alone.
   *
   * @param image a map's values for each of {@link #maps}: (rows, columns, channels)
   */
  PreparedImage prepare(List<float[]> image) {
    try (Operators ops = model.engine().operators()) {
      Map<String, Tensor> maps = new LinkedHashMap<>();
      for (int i = 0; i < image.size(); i++) {
        MapShape shape = maps().get(i);
        maps.put(shape.name(), ops.tensor(image.get(i), shape.dimensions()));
      }
      return model.segmentation().prepare(ops, new FeatureMaps(maps));
    }
  }

  /** Three masks for each click, in the order of the mask tokens. */
  DecodedMasks decode(PreparedImage image, List<PixelPoint> points) {
    List<SpatialPrompt> clicks =
        points.stream()
            .map(p -> new SpatialPrompt(List.of(new LabelledPoint(p, true)), null, null))
            .toList();
    try (Operators ops = model.engine().operators()) {
      return model.segmentation().decode(ops, image, clicks, MaskRequest.of(MaskSet.MULTIPLE));
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
