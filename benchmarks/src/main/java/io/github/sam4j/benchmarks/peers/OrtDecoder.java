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

/** Prompt encoder and mask decoder in ONNX Runtime. */
final class OrtDecoder implements AutoCloseable {
  private static final String EMBEDDING = "image_embedding";

  /** What a graph may take of a picture, in the order in which encoders give it. */
  private static final List<String> MAPS = List.of(EMBEDDING, "high_res_s0", "high_res_s1");

  private static final int MULTIPLE = 3;

  private final OrtGraph graph;
  private final int batch;
  private final List<String> maps;

  /**
   * Loads it.
   *
   * @param batch how many prompts to decode together
   */
  OrtDecoder(Path file, int threads, int batch) throws OrtException {
    graph = new OrtGraph(file, threads);
    this.batch = batch;
    maps = MAPS.stream().filter(graph::takes).toList();
  }

  int grid() throws OrtException {
    return graph.dimension(EMBEDDING, 2);
  }

  /** How many values each map of a picture has. */
  List<Integer> mapSizes() throws OrtException {
    List<Integer> sizes = new ArrayList<>();
    for (String map : maps) {
      int side = graph.dimension(map, 2);
      sizes.add(graph.dimension(map, 1) * side * side);
    }
    return sizes;
  }

  /**
   * Three masks for each click, in the order of the mask tokens.
   *
   * @param image the picture's maps, as {@link OrtEncoder#encode} gives them
   */
  DecodedMasks decode(List<float[]> image, List<PixelPoint> points) throws OrtException {
    int side = 4 * grid();
    float[] logits = new float[points.size() * MULTIPLE * side * side];
    float[] iou = new float[points.size() * MULTIPLE];
    Map<String, OnnxTensor> shared = new LinkedHashMap<>();
    try {
      for (int i = 0; i < maps.size(); i++) {
        String map = maps.get(i);
        int cells = graph.dimension(map, 2);
        shared.put(
            map,
            graph.tensor(
                new OrtGraph.Input(map, image.get(i), 1, graph.dimension(map, 1), cells, cells)));
      }
      for (int from = 0; from < points.size(); from += batch) {
        int to = Math.min(points.size(), from + batch);
        List<float[]> outputs =
            graph.run(shared, coordinates(points.subList(from, to)), labels(to - from));
        System.arraycopy(
            outputs.get(0), 0, logits, from * MULTIPLE * side * side, outputs.get(0).length);
        System.arraycopy(outputs.get(1), 0, iou, from * MULTIPLE, outputs.get(1).length);
      }
    } finally {
      shared.values().forEach(OnnxTensor::close);
    }
    return new DecodedMasks(points.size(), MULTIPLE, side, logits, iou);
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
  }
}
