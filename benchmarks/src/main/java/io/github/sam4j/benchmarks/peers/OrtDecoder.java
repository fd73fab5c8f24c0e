package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.decoder.DecodedMasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prompt encoder and mask decoder in ONNX Runtime. */
final class OrtDecoder implements AutoCloseable {
  private static final String EMBEDDING = "image_embedding";

  /** What a graph may take of a picture, in the order in which encoders give it. */
  private static final List<String> MAPS =
      List.of(EMBEDDING, "early_features", "hq_features", "high_res_s0", "high_res_s1");

  private final OrtGraph graph;
  private final @Nullable OrtGraph features;
  private final int batch;
  private final List<String> maps;

  /**
   * Loads it.
   *
   * @param batch how many prompts to decode together
   */
  OrtDecoder(Models models, String model, int threads, int batch) throws OrtException {
    graph = new OrtGraph(models.decoderGraph(model), threads);
    Optional<Path> further = models.featuresGraph(model);
    features = further.isPresent() ? new OrtGraph(further.get(), threads) : null;
    this.batch = batch;
    maps = maps(graph);
  }

  private static List<String> maps(OrtGraph graph) {
    return MAPS.stream().filter(graph::takes).toList();
  }

  int grid() throws OrtException {
    return graph.dimension(EMBEDDING, 2);
  }

  /** How many values each map of a picture has that {@link #prepare} takes. */
  List<Integer> mapSizes() throws OrtException {
    OrtGraph first = features == null ? graph : features;
    List<Integer> sizes = new ArrayList<>();
    for (String map : maps(first)) {
      int side = first.dimension(map, 2);
      sizes.add(first.dimension(map, 1) * side * side);
    }
    return sizes;
  }

  /** What decoding takes of a picture: the encoder's maps, or the embedding and what they give. */
  List<float[]> prepare(List<float[]> image) throws OrtException {
    if (features == null) {
      return image;
    }
    List<String> names = maps(features);
    OrtGraph.Input[] inputs = new OrtGraph.Input[names.size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = input(features, names.get(i), image.get(i));
    }
    return List.of(image.get(0), features.run(inputs).get(0));
  }

  private static OrtGraph.Input input(OrtGraph graph, String map, float[] values)
      throws OrtException {
    int cells = graph.dimension(map, 2);
    return new OrtGraph.Input(map, values, 1, graph.dimension(map, 1), cells, cells);
  }

  /**
   * The masks for each click, in the order of the mask tokens.
   *
   * @param image the picture's maps, as {@link #prepare} gives them
   */
  DecodedMasks decode(List<float[]> image, List<PixelPoint> points) throws OrtException {
    int side = 4 * grid();
    float[] logits = {};
    float[] iou = {};
    Map<String, OnnxTensor> shared = new LinkedHashMap<>();
    try {
      for (int i = 0; i < maps.size(); i++) {
        shared.put(maps.get(i), graph.tensor(input(graph, maps.get(i), image.get(i))));
      }
      for (int from = 0; from < points.size(); from += batch) {
        int to = Math.min(points.size(), from + batch);
        List<float[]> outputs =
            graph.run(shared, coordinates(points.subList(from, to)), labels(to - from));
        int masks = outputs.get(1).length / (to - from);
        if (from == 0) {
          logits = new float[points.size() * masks * side * side];
          iou = new float[points.size() * masks];
        }
        System.arraycopy(
            outputs.get(0), 0, logits, from * masks * side * side, outputs.get(0).length);
        System.arraycopy(outputs.get(1), 0, iou, from * masks, outputs.get(1).length);
      }
    } finally {
      shared.values().forEach(OnnxTensor::close);
    }
    return new DecodedMasks(points.size(), iou.length / points.size(), side, logits, iou);
  }

  /** Each click is followed by a point of padding, which stands where a box would. */
  private static OrtGraph.Input coordinates(List<PixelPoint> points) {
    float[] values = new float[4 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      values[4 * i] = (float) points.get(i).x();
      values[4 * i + 1] = (float) points.get(i).y();
    }
    return new OrtGraph.Input("point_coords", values, points.size(), 2, 2);
  }

  private static OrtGraph.Input labels(int prompts) {
    float[] values = new float[2 * prompts];
    Arrays.fill(values, 1);
    for (int i = 1; i < values.length; i += 2) {
      values[i] = -1;
    }
    return new OrtGraph.Input("point_labels", values, prompts, 2);
  }

  @Override
  public void close() throws OrtException {
    graph.close();
    if (features != null) {
      features.close();
    }
  }
}
