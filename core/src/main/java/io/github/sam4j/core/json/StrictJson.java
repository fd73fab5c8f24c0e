package io.github.sam4j.core.json;

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
 * Reads JSON from files that nobody vouches for: UTF-8 alone, each name once in an object, at most
 * 64 levels deep, numbers of at most 64 characters, files of at most 64 MiB. Thread-safe.
 */
public final class StrictJson {
  private static final int MAX_BYTES = 64 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(64).build())
          .build();

  private StrictJson() {}

  /**
   * Reads a file that holds one object.
   *
   * @throws WeightsFormatException naming the file if it is too long or holds anything else
   * @throws IOException if it cannot be read
   */
  public static JsonObject read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw WeightsFormatException.file(
          file.toString(), "JSON of at most " + MAX_BYTES + " bytes", Files.size(file) + " bytes");
    }
    return read(new ByteArrayInputStream(Files.readAllBytes(file)), file.toString());
  }

  /**
   * Reads a file's object, or an empty one where there is no such file.
   *
   * @throws WeightsFormatException naming the file if it is too long or holds anything else
   * @throws IOException if it cannot be read
   */
  public static JsonObject readIfThere(Path file) throws IOException {
    return Files.isRegularFile(file) ? read(file) : new JsonObject(file.toString(), Map.of());
  }

  /**
   * Reads one object and nothing after it.
   *
   * @param bytes of any length; closed in the end
   * @param source what messages call it
   * @throws WeightsFormatException naming {@code source} if it is anything else
   * @throws IOException if it cannot be read
   */
  public static JsonObject read(InputStream bytes, String source) throws IOException {
    try (JsonParser parser = parser(bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw WeightsFormatException.file(
            source, "a JSON object", "JSON beginning with " + parser.currentToken());
      }
      JsonObject object = object(parser, source);
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

  /**
   * A parser with the same bounds, for documents that are better read as a stream. It throws {@link
   * JsonProcessingException} for what is not well-formed and {@link CharacterCodingException} for
   * what is not UTF-8.
   *
   * @param bytes of any length; closed with the parser
   */
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

  private static JsonObject object(JsonParser parser, String place) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      parser.nextToken();
      Object value = value(parser, place, key);
      if (value != null) {
        members.put(key, value);
      }
    }
    return new JsonObject(place, members);
  }

  private static List<@Nullable Object> list(JsonParser parser, String place) throws IOException {
    List<@Nullable Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, place, items.size()));
    }
    return Collections.unmodifiableList(items);
  }

  private static @Nullable Object value(JsonParser parser, String parent, Object key)
      throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, parent + ": " + key);
      case START_ARRAY -> list(parser, parent + ": " + key);
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
