package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.decoder.DecodedMasks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Prompt encoder and mask decoder in ONNX Runtime. */
final class OrtDecoder implements AutoCloseable {
  private static final int MULTIPLE = 3;

  private final OrtGraph graph;
  private final int batch;
  private final int grid;
  private final int channels;

  /**
   * Loads it.
   *
   * @param batch how many prompts to decode together
   */
  OrtDecoder(Path file, int threads, int batch) throws OrtException {
    graph = new OrtGraph(file, threads);
    this.batch = batch;
    channels = graph.dimension("image_embedding", 1);
    grid = graph.dimension("image_embedding", 2);
  }

  int grid() {
    return grid;
  }

  int channels() {
    return channels;
  }

  /** Three masks for each click from an embedding (C, G, G), in the order of the mask tokens. */
  DecodedMasks decode(float[] embedding, List<PixelPoint> points) throws OrtException {
    OrtGraph.Input image =
        new OrtGraph.Input("image_embedding", embedding, 1, channels, grid, grid);
    int side = 4 * grid;
    float[] logits = new float[points.size() * MULTIPLE * side * side];
    float[] iou = new float[points.size() * MULTIPLE];
    try (OnnxTensor shared = graph.tensor(image)) {
      for (int from = 0; from < points.size(); from += batch) {
        int to = Math.min(points.size(), from + batch);
        List<float[]> outputs =
            graph.run(
                Map.of(image.name(), shared),
                coordinates(points.subList(from, to)),
                labels(to - from));
        System.arraycopy(
            outputs.get(0), 0, logits, from * MULTIPLE * side * side, outputs.get(0).length);
        System.arraycopy(outputs.get(1), 0, iou, from * MULTIPLE, outputs.get(1).length);
      }
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
