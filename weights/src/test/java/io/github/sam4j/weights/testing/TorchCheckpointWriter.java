package io.github.sam4j.weights.testing;

import io.github.sam4j.weights.file.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes state dicts like {@code torch.save}: a stored zip with a pickle and an entry a storage.
 */
public final class TorchCheckpointWriter {
  private final List<TensorData> tensors = new ArrayList<>();
  private final List<Consumer<PickleWriter>> beside = new ArrayList<>();
  private List<String> nesting = List.of();
  private String prefix = "";
  private String byteOrder = "little";
  private int protocol = 2;
  private boolean zip64;

  /** Adds a float32 tensor. */
  public TorchCheckpointWriter tensor(String name, int[] shape, float... values) {
    return tensor(name, shape, () -> values);
  }

  /** Adds a float32 tensor whose values are made when they are written. */
  public TorchCheckpointWriter tensor(String name, int[] shape, Supplier<float[]> values) {
    return tensor(TensorData.floats(name, shape, values));
  }

  /** Adds a tensor of any type that PyTorch has a storage for. */
  public TorchCheckpointWriter tensor(String name, DataType type, int[] shape, byte[] bytes) {
    return tensor(new TensorData(name, type, shape, () -> bytes));
  }

  /** Adds a tensor. */
  public TorchCheckpointWriter tensor(TensorData tensor) {
    tensors.add(tensor);
    return this;
  }

  /** Puts the state dict under a key, under a key in this, and so on. */
  public TorchCheckpointWriter nested(String... keys) {
    nesting = List.of(keys);
    return this;
  }

  /** Puts this before every name. */
  public TorchCheckpointWriter prefix(String text) {
    prefix = text;
    return this;
  }

  /** Adds a value beside the state dict (or inside it when it is not nested). */
  public TorchCheckpointWriter beside(String key, Consumer<PickleWriter> value) {
    beside.add(pickle -> value.accept(pickle.text(key)));
    return this;
  }

  /** The pickle protocol, 2 to 5. */
  public TorchCheckpointWriter protocol(int number) {
    protocol = number;
    return this;
  }

  /** Whether to use ZIP64 throughout, as large files must. */
  public TorchCheckpointWriter zip64(boolean use) {
    zip64 = use;
    return this;
  }

  /** What the file says of its byte order; the elements are little-endian always. */
  public TorchCheckpointWriter byteOrder(String text) {
    byteOrder = text;
    return this;
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out);
    }
  }

  /** The file's bytes. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out);
    return out.toByteArray();
  }

  /** A file with this pickle, whatever it says, and these storages as data/0, data/1, ... */
  public static byte[] raw(byte[] pickle, byte[]... storages) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoredZipWriter zip = new StoredZipWriter(out, false)) {
      zip.add("archive/data.pkl", pickle);
      for (int i = 0; i < storages.length; i++) {
        zip.add("archive/data/" + i, storages[i]);
      }
    }
    return out.toByteArray();
  }

  private void write(OutputStream out) throws IOException {
    try (StoredZipWriter zip = new StoredZipWriter(out, zip64)) {
      zip.add("archive/data.pkl", pickle());
      zip.add("archive/byteorder", byteOrder.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < tensors.size(); i++) {
        zip.add("archive/data/" + i, tensors.get(i).checkedBytes());
      }
      zip.add("archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private byte[] pickle() {
    PickleWriter pickle = new PickleWriter(protocol);
    nest(pickle, 0);
    return pickle.stop();
  }

  private void nest(PickleWriter pickle, int depth) {
    Consumer<PickleWriter> extras =
        depth == 0 ? out -> beside.forEach(item -> item.accept(out)) : out -> {};
    if (depth < nesting.size()) {
      pickle.dict(
          out -> {
            extras.accept(out);
            nest(out.text(nesting.get(depth)), depth + 1);
          });
      return;
    }
    pickle.orderedDict(
        out -> {
          extras.accept(out);
          for (int i = 0; i < tensors.size(); i++) {
            write(out, tensors.get(i), i);
          }
        });
  }

  private void write(PickleWriter out, TensorData tensor, int key) {
    long[] shape = new long[tensor.shape().length];
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      shape[d] = tensor.shape()[d];
      strides[d] = stride;
      stride *= Math.max(1, shape[d]);
    }
    out.text(prefix + tensor.name())
        .tensor(storageType(tensor.type()), "" + key, tensor.elements(), 0, shape, strides);
  }

  private static String storageType(DataType type) {
    return switch (type) {
      case F64 -> "DoubleStorage";
      case F32 -> "FloatStorage";
      case F16 -> "HalfStorage";
      case BF16 -> "BFloat16Storage";
      case I64 -> "LongStorage";
      case I32 -> "IntStorage";
      case I16 -> "ShortStorage";
      case I8 -> "CharStorage";
      case U8 -> "ByteStorage";
      case BOOL -> "BoolStorage";
      default -> throw new IllegalArgumentException("no storage in PyTorch: " + type);
    };
  }
}
