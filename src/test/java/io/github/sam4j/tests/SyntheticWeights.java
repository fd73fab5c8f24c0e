package io.github.sam4j.tests;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rule by which the reference outputs' checkpoints are made, so that none has to be shipped:
 * every value depends on the tensor's name, its shape and a seed alone.
 */
final class SyntheticWeights {
  private SyntheticWeights() {}

  /** {@code count} values in [-1, 1), each exact in float32. */
  static double[] uniform(String name, int count, long seed) {
    byte[] digest;
    try {
      digest =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "/" + name).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    long key = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      long z = key + (i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z = z ^ (z >>> 31);
      values[i] = (z >>> 40) * 0x1p-23 - 1;
    }
    return values;
  }

  static float[] tensor(String name, int[] shape, long seed) {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    double[] rule = offsetAndScale(name, shape);
    double[] u = uniform(name, count, seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (rule[0] + rule[1] * u[i]);
    }
    return values;
  }

  private static double[] offsetAndScale(String name, int[] shape) {
    int dims = shape.length;
    if (name.endsWith("running_var")) {
      return new double[] {1, 0.5};
    }
    if (name.endsWith("running_mean")) {
      return new double[] {0, 0.5};
    }
    if (name.endsWith("positional_encoding_gaussian_matrix")) {
      return new double[] {0, 1.7};
    }
    if (dims == 1 && name.endsWith("weight")) {
      return new double[] {1, 0.2};
    }
    if (dims <= 1) {
      return new double[] {0, 0.1};
    }
    if (name.contains("pos_embed")
        || name.contains("rel_pos")
        || name.contains("attention_biases")) {
      return new double[] {0, 0.5};
    }
    if ((name.contains("token") || name.contains("embed"))
        && (dims == 2 || dims == 3)
        && !name.endsWith("proj.weight")) {
      return new double[] {0, 0.5};
    }
    int fanIn =
        name.contains("output_upscaling") && dims == 4
            ? shape[0]
            : Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
    return new double[] {0, Math.sqrt(3.0 / fanIn)};
  }

  /**
   * Writes a whole checkpoint as safetensors; integer counters are left out.
   *
   * @param expected the list of reference outputs, which names the tensors and the seed
   */
  static void writeSafetensors(Path file, Json expected) throws IOException {
    Json tensors = expected.get("tensors");
    long seed = expected.get("seed").integer();
    Map<String, int[]> written = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      if (!name.endsWith("num_batches_tracked")) {
        written.put(name, tensors.get(name).integers());
      }
    }
    StringBuilder header = new StringBuilder("{");
    long offset = 0;
    for (Map.Entry<String, int[]> tensor : written.entrySet()) {
      long end = offset + 4L * Arrays.stream(tensor.getValue()).reduce(1, Math::multiplyExact);
      header
          .append(offset == 0 ? "" : ",")
          .append(
              "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                  .formatted(tensor.getKey(), Arrays.toString(tensor.getValue()), offset, end));
      offset = end;
    }
    byte[] head = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(head.length).array());
      out.write(head);
      for (Map.Entry<String, int[]> tensor : written.entrySet()) {
        float[] values = tensor(tensor.getKey(), tensor.getValue(), seed);
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
      }
    }
  }
}
