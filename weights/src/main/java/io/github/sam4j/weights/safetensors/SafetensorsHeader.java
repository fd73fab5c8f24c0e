package io.github.sam4j.weights.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.StrictJson;
import io.github.sam4j.weights.file.DataType;
import io.github.sam4j.weights.file.StoredTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON header of a safetensors file, read as a stream; entries keep the header's order. */
final class SafetensorsHeader {
  private final String source;
  private final JsonParser json;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final List<HeaderEntry> entries = new ArrayList<>();

  private SafetensorsHeader(String source, JsonParser json) {
    this.source = source;
    this.json = json;
  }

  static SafetensorsHeader read(InputStream bytes, String source) {
    try (JsonParser json = StrictJson.parser(bytes)) {
      SafetensorsHeader header = new SafetensorsHeader(source, json);
      header.document();
      return header;
    } catch (JsonProcessingException e) {
      String fault = String.valueOf(e.getOriginalMessage());
      throw new WeightsFormatException(
          fault.toLowerCase(Locale.ROOT).contains("duplicate")
              ? source + ": expected each name once in the header, found: " + fault
              : source + ": expected a header of well-formed JSON, found: " + fault,
          e);
    } catch (CharacterCodingException e) {
      throw new WeightsFormatException(
          source + ": expected a header in UTF-8, found malformed bytes", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Map<String, String> metadata() {
    return metadata;
  }

  List<HeaderEntry> entries() {
    return entries;
  }

  private void document() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw WeightsFormatException.file(source, "a header that is a JSON object", found());
    }
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw WeightsFormatException.tensor(source, name, "a JSON object", found());
      }
      if (name.equals("__metadata__")) {
        readMetadata();
      } else if (entries.size() == StoredTensor.MAX_TENSORS) {
        throw WeightsFormatException.file(
            source, "at most " + StoredTensor.MAX_TENSORS + " tensors", "more");
      } else {
        entries.add(tensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw WeightsFormatException.file(source, "one JSON object in the header", "more after it");
    }
  }

  private void readMetadata() throws IOException {
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw WeightsFormatException.file(
            source, "text for '" + key + "' in __metadata__", found());
      }
      metadata.put(key, json.getText());
    }
  }

  private HeaderEntry tensor(String name) throws IOException {
    DataType type = null;
    long[] shape = null;
    long[] offsets = null;
    for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      json.nextToken();
      switch (key) {
        case "dtype" -> type = type(name);
        case "shape" -> shape = integers(name, "shape", StoredTensor.MAX_RANK);
        case "data_offsets" -> offsets = integers(name, "data_offsets", 2);
        default ->
            throw WeightsFormatException.tensor(
                source, name, "the members dtype, shape and data_offsets", "'" + key + "'");
      }
    }
    return new HeaderEntry(
        name,
        present(name, "dtype", type),
        sizes(name, present(name, "shape", shape)),
        offset(name, present(name, "data_offsets", offsets), 0),
        offset(name, offsets, 1));
  }

  private DataType type(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      for (DataType type : DataType.values()) {
        if (type.name().equals(json.getText())) {
          return type;
        }
      }
    }
    throw WeightsFormatException.tensor(
        source, name, "a dtype of " + Arrays.toString(DataType.values()), found());
  }

  private long[] integers(String name, String member, int most) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw WeightsFormatException.tensor(source, name, "a list of integers as " + member, found());
    }
    long[] values = new long[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count == most) {
        throw WeightsFormatException.tensor(
            source, name, "at most " + most + " numbers as " + member, "more");
      }
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
          || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || json.getLongValue() < 0) {
        throw WeightsFormatException.tensor(
            source, name, "non-negative integers of at most 63 bits as " + member, found());
      }
      values[count++] = json.getLongValue();
    }
    return Arrays.copyOf(values, count);
  }

  private <T> T present(String name, String member, @Nullable T value) {
    if (value == null) {
      throw WeightsFormatException.tensor(source, name, "the member " + member, "none");
    }
    return value;
  }

  private int[] sizes(String name, long[] shape) {
    int[] sizes = new int[shape.length];
    for (int d = 0; d < sizes.length; d++) {
      if (shape[d] > Integer.MAX_VALUE) {
        throw WeightsFormatException.tensor(
            source, name, "sizes below 2^31", "shape " + Arrays.toString(shape));
      }
      sizes[d] = (int) shape[d];
    }
    return sizes;
  }

  private long offset(String name, long @Nullable [] offsets, int which) {
    if (offsets == null || offsets.length != 2) {
      throw WeightsFormatException.tensor(
          source, name, "two numbers as data_offsets", Arrays.toString(offsets));
    }
    return offsets[which];
  }

  private String found() throws IOException {
    String text = json.getText();
    if (text == null) {
      return "nothing";
    }
    return "'" + (text.length() > 80 ? text.substring(0, 80) + "..." : text) + "'";
  }
}
