package io.github.sam4j.tests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON value with the few ways of looking into it that the tests need. */
record Json(@Nullable Object value) {
  static Json read(Path file) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
      parser.nextToken();
      return new Json(parse(parser));
    }
  }

  private static @Nullable Object parse(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> parseObject(parser);
      case START_ARRAY -> parseArray(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> parser.getDoubleValue();
    };
  }

  private static Map<String, @Nullable Object> parseObject(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      map.put(name, parse(parser));
    }
    return map;
  }

  private static List<@Nullable Object> parseArray(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(parse(parser));
    }
    return list;
  }

  @SuppressWarnings("unchecked")
  private Map<String, @Nullable Object> map() {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new AssertionError("not an object: " + value);
  }

  List<String> names() {
    return List.copyOf(map().keySet());
  }

  boolean has(String name) {
    return map().get(name) != null;
  }

  Json get(String name) {
    if (!map().containsKey(name)) {
      throw new AssertionError("no '" + name + "' in " + map().keySet());
    }
    return new Json(map().get(name));
  }

  List<Json> list() {
    if (value instanceof List<?> list) {
      return list.stream().<Json>map(Json::new).toList();
    }
    throw new AssertionError("not a list: " + value);
  }

  String text() {
    return String.valueOf(value);
  }

  double number() {
    if (value instanceof Double number) {
      return number;
    }
    throw new AssertionError("not a number: " + value);
  }

  int integer() {
    return (int) number();
  }

  boolean isList() {
    return value instanceof List<?>;
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  double[] numbers() {
    return list().stream().mapToDouble(Json::number).toArray();
  }

  int[] integers() {
    return list().stream().mapToInt(Json::integer).toArray();
  }
}
