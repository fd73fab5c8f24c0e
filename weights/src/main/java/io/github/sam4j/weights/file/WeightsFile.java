package io.github.sam4j.weights.file;

import io.github.sam4j.core.error.WeightsFormatException;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One checked weights file: its tensors by the file's own names, in the file's order. */
public final class WeightsFile implements Closeable {
  private static final int CHUNK = 1 << 16;
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private final MappedFile bytes;
  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> metadata;
  private final FileLayout layout;

  /** Of tensors that were checked to lie inside {@code bytes}. */
  public WeightsFile(
      MappedFile bytes,
      Map<String, StoredTensor> tensors,
      Map<String, String> metadata,
      FileLayout layout) {
    this.bytes = bytes;
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    this.layout = layout;
  }

  /** What messages call the file. */
  public String source() {
    return bytes.source();
  }

  /** Every tensor by name. */
  public Map<String, StoredTensor> tensors() {
    return tensors;
  }

  /** Text that the file's author put beside the tensors; empty when the format has none. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** What the file is around its tensors. */
  public FileLayout layout() {
    return layout;
  }

  /**
   * A tensor's values as float32, row-major, in a new array.
   *
   * @throws WeightsFormatException if its elements are not floats, or too many for an array
   */
  public float[] values(StoredTensor tensor) {
    requireReadable(tensor);
    float[] values = new float[(int) tensor.elements()];
    if (tensor.isContiguous()) {
      copy(tensor, values);
    } else {
      gather(tensor, values);
    }
    return values;
  }

  /**
   * Checks that a tensor's values could be read, without reading them.
   *
   * @throws WeightsFormatException if its elements are not floats, or too many for an array
   */
  public void requireReadable(StoredTensor tensor) {
    if (!tensor.type().readable()) {
      throw WeightsFormatException.tensor(
          source(), tensor.name(), "one of F32, F16, BF16, F64", "elements of " + tensor.type());
    }
    if (tensor.elements() > MAX_ARRAY) {
      throw WeightsFormatException.tensor(
          source(),
          tensor.name(),
          "at most " + MAX_ARRAY + " elements",
          tensor.elements() + " elements");
    }
  }

  @Override
  public void close() {
    bytes.close();
  }

  private void copy(StoredTensor tensor, float[] values) {
    int size = tensor.type().bytes();
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) values.length * size)];
    ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
    int step = CHUNK / size;
    for (int at = 0; at < values.length; at += step) {
      int count = Math.min(step, values.length - at);
      bytes.read(tensor.position() + (long) at * size, chunk, 0, count * size);
      FloatDecoder.decode(tensor.type(), buffer, values, at, count);
    }
  }

  /** Walks all indices in row-major order, like the digits of a counter. */
  private void gather(StoredTensor tensor, float[] values) {
    int size = tensor.type().bytes();
    byte[] element = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(element).order(ByteOrder.LITTLE_ENDIAN);
    int[] index = new int[tensor.shape().length];
    long offset = 0;
    for (int at = 0; at < values.length; at++) {
      bytes.read(tensor.position() + offset * size, element, 0, size);
      FloatDecoder.decode(tensor.type(), buffer, values, at, 1);
      for (int d = index.length - 1; d >= 0; d--) {
        offset += tensor.strides()[d];
        if (++index[d] < tensor.shape()[d]) {
          break;
        }
        offset -= tensor.strides()[d] * index[d];
        index[d] = 0;
      }
    }
  }
}
