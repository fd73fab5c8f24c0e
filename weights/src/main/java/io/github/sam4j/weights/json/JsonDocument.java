package io.github.sam4j.weights.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.sam4j.core.error.WeightsFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole JSON object as {@code Map<String, Object>} of {@code String}, {@code Boolean}, {@code
 * Long}, {@code Double}, {@code List} and {@code Map}; members that are null are left out. Maps and
 * lists are unmodifiable.
 */
public final class JsonDocument {
  private static final int MAX_BYTES = 64 << 20;

  private JsonDocument() {}

  /** Strict about duplicate keys, bounded in depth and in the length of numbers and strings. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(64).build())
          .build();

  /** A parser of UTF-8 that refuses malformed bytes. */
  public static JsonParser parser(InputStream bytes) throws IOException {
    Reader text =
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    return FACTORY.createParser(text);
  }

  /** Reads a file of at most 64 MiB. */
  public static Map<String, Object> read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw WeightsFormatException.file(
          file.toString(), "JSON of at most " + MAX_BYTES + " bytes", Files.size(file) + " bytes");
    }
    return read(new ByteArrayInputStream(Files.readAllBytes(file)), file.toString());
  }

  /**
   * Reads one object and nothing after it.
   *
   * @throws WeightsFormatException naming {@code source} if it is not that
   */
  public static Map<String, Object> read(InputStream bytes, String source) throws IOException {
    try (JsonParser parser = parser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw WeightsFormatException.file(
            source, "a JSON object", "JSON beginning with " + parser.currentToken());
      }
      Map<String, Object> object = object(parser);
      if (parser.nextToken() != null) {
        throw WeightsFormatException.file(source, "one JSON object", "more text after it");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new WeightsFormatException(
          source + ": expected well-formed JSON, found: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new WeightsFormatException(source + ": expected UTF-8, found malformed bytes", e);
    }
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      Object value = value(parser);
      if (value != null) {
        members.put(key, value);
      }
    }
    return Collections.unmodifiableMap(members);
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield Collections.unmodifiableList(items);
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            default -> parser.getDoubleValue();
          };
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }
}
