package io.github.sam4j.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.io.AtomicFile;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.weights.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An embedding as a safetensors file: a tensor (rows, columns, channels; float32) for each of its
 * maps, under the map's name, and as metadata which model made it of a picture of which size.
 *
 * <p>The first format had the map "embedding" alone and a fingerprint that saw less of the model;
 * its files are still read.
 */
public final class EmbeddingFile {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingFile.class);
  private static final String FORMAT1 = "sam4j-embedding-1";
  private static final String FORMAT2 = "sam4j-embedding-2";

  private EmbeddingFile() {}

  /**
   * Writes it, whole or not at all; folders are made.
   *
   * @param model that made the embedding
   */
  public static void write(Path file, EmbeddedPicture picture, LoadedModel model)
      throws IOException {
    List<MapShape> maps = model.segmentation().maps();
    byte[] header = header(picture.size(), maps, model);
    AtomicFile.write(
        file,
        out -> {
          out.write(
              ByteBuffer.allocate(Long.BYTES)
                  .order(ByteOrder.LITTLE_ENDIAN)
                  .putLong(header.length)
                  .array());
          out.write(header);
          for (MapShape map : maps) {
            write(out, picture.map(map.name()));
          }
        });
  }

  private static void write(OutputStream out, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    out.write(bytes.array());
  }

  private static byte[] header(ImageSize picture, List<MapShape> maps, LoadedModel model)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeObjectFieldStart("__metadata__");
      json.writeStringField("format", FORMAT2);
      json.writeStringField("family", model.family().id());
      json.writeStringField("model", model.name());
      json.writeStringField("fingerprint", model.fingerprints().current());
      json.writeStringField("width", Integer.toString(picture.width()));
      json.writeStringField("height", Integer.toString(picture.height()));
      json.writeEndObject();
      long offset = 0;
      for (MapShape map : maps) {
        long end = offset + Float.BYTES * map.size();
        json.writeObjectFieldStart(map.name());
        json.writeStringField("dtype", "F32");
        json.writeFieldName("shape");
        json.writeArray(map.dimensions(), 0, map.dimensions().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {offset, end}, 0, 2);
        json.writeEndObject();
        offset = end;
      }
      json.writeEndObject();
    }
    // The format wants the data to begin at a multiple of eight.
    while (out.size() % Long.BYTES != 0) {
      out.write(' ');
    }
    return out.toByteArray();
  }

  /**
   * Reads it.
   *
   * @param model that must have made it
   * @throws WeightsFormatException if the file is damaged, or another model made it
   */
  public static EmbeddedPicture read(Path file, LoadedModel model) throws IOException {
    try (Checkpoint saved = Checkpoint.open(file)) {
      Map<String, String> metadata = saved.metadata();
      checkMaker(saved.source(), metadata, model);
      ImageSize size =
          new ImageSize(
              side(saved.source(), metadata, "width"), side(saved.source(), metadata, "height"));
      Map<String, float[]> maps = new LinkedHashMap<>();
      for (MapShape map : model.segmentation().maps()) {
        maps.put(map.name(), saved.values(map.name(), map.dimensions()));
      }
      ImageGeometry geometry = model.segmentation().input().geometry(size);
      return new EmbeddedPicture(geometry, maps, null);
    }
  }

  private static void checkMaker(String source, Map<String, String> metadata, LoadedModel model) {
    String format = metadata.getOrDefault("format", "nothing");
    String expected =
        switch (format) {
          case FORMAT1 -> model.fingerprints().format1();
          case FORMAT2 -> model.fingerprints().current();
          default ->
              throw WeightsFormatException.file(
                  source, "metadata 'format' = %s or %s".formatted(FORMAT2, FORMAT1), format);
        };
    boolean oneMap =
        model.segmentation().maps().stream()
            .allMatch(map -> map.name().equals(FeatureMaps.EMBEDDING));
    if (!expected.equals(metadata.get("fingerprint")) || (format.equals(FORMAT1) && !oneMap)) {
      throw WeightsFormatException.file(
          source,
          "an embedding made by this model (%s)".formatted(model.name()),
          "one made by another (%s)".formatted(metadata.get("model")));
    }
    if (format.equals(FORMAT1)) {
      LOG.info("{} is of an older version, which tells fewer models apart; save it again", source);
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
