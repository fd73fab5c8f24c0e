package io.github.sam4j.weights.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sam4j.weights.file.DataType;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Writes safetensors files. */
public final class SafetensorsWriter {
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<TensorData> tensors = new ArrayList<>();

  /** Adds text to {@code __metadata__}. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Adds a float32 tensor. */
  public SafetensorsWriter tensor(String name, int[] shape, float... values) {
    return tensor(name, shape, () -> values);
  }

  /** Adds a float32 tensor whose values are made when they are written. */
  public SafetensorsWriter tensor(String name, int[] shape, Supplier<float[]> values) {
    return tensor(TensorData.floats(name, shape, values));
  }

  /** Adds a tensor of any type. */
  public SafetensorsWriter tensor(String name, DataType type, int[] shape, byte[] bytes) {
    return tensor(new TensorData(name, type, shape, () -> bytes));
  }

  /** Adds a tensor. */
  public SafetensorsWriter tensor(TensorData tensor) {
    tensors.add(tensor);
    return this;
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(out);
    }
  }

  /** The file's bytes. */
  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out);
    return out.toByteArray();
  }

  /** A file of this header, whatever it says, and this data. */
  public static byte[] raw(String header, int dataBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    out.write(longBytes(text.length));
    out.write(text);
    out.write(new byte[dataBytes]);
    return out.toByteArray();
  }

  private void write(OutputStream out) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    writeHeader(header);
    while (header.size() % 8 != 0) {
      header.write(' ');
    }
    out.write(longBytes(header.size()));
    header.writeTo(out);
    for (TensorData tensor : tensors) {
      out.write(tensor.checkedBytes());
    }
  }

  private void writeHeader(OutputStream out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart("__metadata__");
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (TensorData tensor : tensors) {
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", tensor.type().name());
        json.writeFieldName("shape");
        json.writeArray(tensor.shape(), 0, tensor.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, begin + tensor.size()}, 0, 2);
        json.writeEndObject();
        begin += tensor.size();
      }
      json.writeEndObject();
    }
  }

  private static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
