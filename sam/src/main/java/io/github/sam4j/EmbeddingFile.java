package io.github.sam4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.weights.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embedding as a safetensors file: one tensor "embedding" (G x G x C, float32) and, as metadata,
 * which model made it of a picture of which size.
 */
final class EmbeddingFile {
  private static final String TENSOR = "embedding";
  private static final String FORMAT = "sam4j-embedding-1";

  private EmbeddingFile() {}

  static void write(Path file, ImageEmbedding embedding) throws IOException {
    float[] values = embedding.channelsLast();
    byte[] header = header(embedding, 4L * values.length);
    ByteBuffer body = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    body.asFloatBuffer().put(values);
    Path target = file.toAbsolutePath();
    Path part = Files.createTempFile(target.getParent(), ".sam4j", ".part");
    try {
      try (OutputStream out = Files.newOutputStream(part)) {
        out.write(
            ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
        out.write(header);
        out.write(body.array());
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static byte[] header(ImageEmbedding embedding, long bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      json.writeStringField("format", FORMAT);
      json.writeStringField("model", embedding.session().model().info().name());
      json.writeStringField("fingerprint", embedding.session().model().info().fingerprint());
      json.writeStringField("width", Integer.toString(embedding.imageSize().width()));
      json.writeStringField("height", Integer.toString(embedding.imageSize().height()));
      json.writeEndObject();
      json.writeObjectFieldStart(TENSOR);
      json.writeStringField("dtype", "F32");
      json.writeFieldName("shape");
      json.writeArray(new int[] {embedding.grid(), embedding.grid(), embedding.channels()}, 0, 3);
      json.writeFieldName("data_offsets");
      json.writeArray(new long[] {0, bytes}, 0, 2);
      json.writeEndObject();
      json.writeEndObject();
    }
    // The format wants the data to begin at a multiple of eight.
    while (out.size() % 8 != 0) {
      out.write(' ');
    }
    return out.toByteArray();
  }

  static ImageEmbedding read(Path file, SamSession session) throws IOException {
    try (Checkpoint saved = Checkpoint.open(file)) {
      Map<String, String> metadata = saved.metadata();
      String source = saved.source();
      expect(source, "format", FORMAT, metadata.get("format"));
      ModelInfo info = session.model().info();
      if (!info.fingerprint().equals(metadata.get("fingerprint"))) {
        throw WeightsFormatException.file(
            source,
            "an embedding made by this model (%s)".formatted(info.name()),
            "one made by another (%s)".formatted(metadata.get("model")));
      }
      ImageSize size =
          new ImageSize(side(source, metadata, "width"), side(source, metadata, "height"));
      float[] values = saved.values(TENSOR, info.grid(), info.grid(), info.channels());
      return new ImageEmbedding(session, ImageGeometry.of(size, info.inputSize()), values, null);
    }
  }

  private static void expect(String source, String key, String expected, @Nullable String found) {
    if (!expected.equals(found)) {
      throw WeightsFormatException.file(
          source, "metadata '%s' = %s".formatted(key, expected), String.valueOf(found));
    }
  }

  private static int side(String source, Map<String, String> metadata, String key) {
    String value = metadata.getOrDefault(key, "nothing");
    if (!value.matches("[1-9][0-9]{0,8}")) {
      throw WeightsFormatException.file(
          source, "metadata '%s' = a number of pixels".formatted(key), value);
    }
    return Integer.parseInt(value);
  }
}
