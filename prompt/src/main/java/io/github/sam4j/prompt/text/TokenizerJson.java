package io.github.sam4j.prompt.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.sam4j.core.error.WeightsFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object of a tokenizer's JSON file, with accessors whose errors name file and place. */
final class TokenizerJson {
  static final int MAX_BYTES = 64 << 20;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(64).build())
          .build();

  private final String place;
  private final Map<String, Object> members;

  private TokenizerJson(String place, Map<String, Object> members) {
    this.place = place;
    this.members = members;
  }

  static TokenizerJson read(Path file) throws IOException {
    String text = TokenizerFiles.text(file);
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw WeightsFormatException.file(
            file.toString(), "a JSON object", "JSON beginning with " + parser.currentToken());
      }
      Map<String, Object> members = object(parser);
      if (parser.nextToken() != null) {
        throw WeightsFormatException.file(file.toString(), "one JSON object", "more text after it");
      }
      return new TokenizerJson(file.toString(), members);
    } catch (JsonProcessingException e) {
      throw new WeightsFormatException(
          file + ": expected well-formed JSON, found: " + e.getOriginalMessage(), e);
    }
  }

  /** The file's object, or an empty one where there is no such file. */
  static TokenizerJson readIfThere(Path file) throws IOException {
    return Files.isRegularFile(file) ? read(file) : new TokenizerJson(file.toString(), Map.of());
  }

  String place() {
    return place;
  }

  Iterable<String> names() {
    return members.keySet();
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  @Nullable Object get(String name) {
    return members.get(name);
  }

  @Nullable String string(String name) {
    return optional(name, String.class, "a string");
  }

  @Nullable TokenizerJson object(String name) {
    Map<?, ?> map = optional(name, Map.class, "an object");
    return map == null ? null : child(name, map);
  }

  List<?> list(String name) {
    List<?> list = optional(name, List.class, "a list");
    return list == null ? List.of() : list;
  }

  boolean flag(String name, boolean otherwise) {
    Boolean flag = optional(name, Boolean.class, "true or false");
    return flag == null ? otherwise : flag;
  }

  /** An object found in a list of this one. */
  TokenizerJson child(String name, Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put((String) key, value));
    return new TokenizerJson(place + ": " + name, copy);
  }

  /** All members as ids of tokens. */
  Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    members.forEach((token, id) -> ids.put(token, id(token, id)));
    return ids;
  }

  private int id(String token, Object id) {
    if (id instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw WeightsFormatException.file(
        place, "a whole number from 0 on as the id of '" + token + "'", String.valueOf(id));
  }

  private <T> @Nullable T optional(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (value != null && !type.isInstance(value)) {
      throw WeightsFormatException.file(place, expected + " as '" + name + "'", describe(value));
    }
    return type.cast(value);
  }

  private static String describe(Object value) {
    if (value instanceof Map<?, ?> map) {
      return "an object of " + map.size() + " members";
    }
    return value instanceof List<?> list ? "a list of " + list.size() : "'" + value + "'";
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
    return members;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield items;
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
