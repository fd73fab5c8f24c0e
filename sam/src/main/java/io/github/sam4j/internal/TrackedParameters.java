package io.github.sam4j.internal;

import io.github.sam4j.core.parameters.ForwardingParameters;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Weights that remember what was read of them while a model was loaded: its fingerprint costs no
 * second reading of gigabytes, and what nothing has read is known.
 *
 * <p>Not thread-safe.
 */
final class TrackedParameters extends ForwardingParameters {
  /** Values of a tensor that count, evenly spaced, first and last among them. */
  private static final int SAMPLES = 64;

  private static final String FORMAT1_PREFIX = "image_encoder.neck.";
  private static final int FORMAT1_VALUES = 4096;

  private final Predicate<String> shapesEmbedding;
  private final Map<String, float[]> samples = new TreeMap<>();
  private final Set<String> read = new HashSet<>();

  /**
   * Around weights that nothing was read of yet.
   *
   * @param shapesEmbedding tells the tensors that an embedding depends on
   */
  TrackedParameters(Parameters weights, Predicate<String> shapesEmbedding) {
    super(weights);
    this.shapesEmbedding = shapesEmbedding;
  }

  @Override
  public float[] values(String name) {
    float[] values = super.values(name);
    read.add(name);
    if (shapesEmbedding.test(name)) {
      samples.computeIfAbsent(name, key -> sample(values));
    }
    return values;
  }

  private static float[] sample(float[] values) {
    if (values.length <= SAMPLES) {
      return values.clone();
    }
    float[] sample = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      sample[i] = values[(int) ((long) i * (values.length - 1) / (SAMPLES - 1))];
    }
    return sample;
  }

  /** The names that no values were read of, in the file's order. */
  List<String> unread() {
    return names().stream().filter(name -> !read.contains(name)).toList();
  }

  /** Once everything that the model needs was read. */
  Fingerprints fingerprints() {
    return new Fingerprints(current(), format1());
  }

  private String current() {
    MessageDigest digest = sha256();
    samples.forEach(
        (name, values) -> {
          describe(digest, name);
          update(digest, values);
        });
    return hex(digest);
  }

  private String format1() {
    MessageDigest digest = sha256();
    for (String name : new TreeSet<>(names())) {
      describe(digest, name);
      if (inFormat1(name)) {
        update(digest, super.values(name));
      }
    }
    return hex(digest);
  }

  /** Counts of training steps are whole numbers; no model of that format had them there. */
  private boolean inFormat1(String name) {
    return name.startsWith(FORMAT1_PREFIX)
        && !name.endsWith(".num_batches_tracked")
        && Tensor.size(shape(name)) <= FORMAT1_VALUES;
  }

  private void describe(MessageDigest digest, String name) {
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    for (int d : shape(name)) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(d).flip());
    }
  }

  private static void update(MessageDigest digest, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Half of the digest is enough. */
  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
