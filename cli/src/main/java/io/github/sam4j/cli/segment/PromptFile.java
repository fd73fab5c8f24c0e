package io.github.sam4j.cli.segment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;
import io.github.sam4j.prompt.LabelledPoint;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import io.github.sam4j.prompt.TextPrompt;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prompts for pictures by name, as {@code --prompts} reads them:
 *
 * <pre>{"street.png": [{"points": [[575, 750, 1], [600, 700, 0]], "box": [425, 600, 700, 875]}]}
 * </pre>
 *
 * A point's label may be left out (1); a prompt has points, a box, or both, or it has {@code
 * "texts": ["a dog"]}, which points and a box narrow. A picture is named by its file name, or by
 * the end of its path where that is not enough.
 *
 * @param prompts the prompts of each picture
 */
record PromptFile(Map<String, List<Prompt>> prompts) {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is not such a file; the message names file and line
   */
  static PromptFile read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        JsonParser json = JSON.createParser(reader)) {
      PromptFile read = pictures(json);
      if (json.nextToken() != null) {
        throw wrong(json, "the end of the file");
      }
      return read;
    } catch (StreamReadException e) {
      throw new IllegalArgumentException(
          "%s, line %d: %s".formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8", e);
    }
  }

  /** The prompts of the picture of this path, or null if the file does not name it. */
  @Nullable List<Prompt> of(Path picture) {
    return prompts.keySet().stream()
        .filter(name -> names(name, picture))
        .max(Comparator.comparingInt(String::length))
        .map(prompts::get)
        .orElse(null);
  }

  /** The names that none of these pictures has. */
  List<String> unmatched(List<Path> pictures) {
    return prompts.keySet().stream()
        .filter(name -> pictures.stream().noneMatch(picture -> names(name, picture)))
        .toList();
  }

  private static boolean names(String name, Path picture) {
    return picture.toAbsolutePath().normalize().endsWith(Path.of(name));
  }

  private static PromptFile pictures(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object of picture names");
    Map<String, List<Prompt>> all = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = String.valueOf(json.currentName());
      expect(json, json.nextToken(), JsonToken.START_ARRAY, "a list of prompts for " + name);
      List<Prompt> prompts = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        prompts.add(prompt(json));
      }
      all.put(name, List.copyOf(prompts));
    }
    return new PromptFile(all);
  }

  private static Prompt prompt(JsonParser json) throws IOException {
    expect(
        json,
        json.currentToken(),
        JsonToken.START_OBJECT,
        "a prompt: {\"points\", \"box\", \"texts\"}");
    List<LabelledPoint> points = new ArrayList<>();
    Box box = null;
    List<String> texts = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      switch (String.valueOf(json.currentName())) {
        case "points" -> {
          expect(json, json.nextToken(), JsonToken.START_ARRAY, "a list of points");
          while (json.nextToken() != JsonToken.END_ARRAY) {
            points.add(point(json));
          }
        }
        case "box" -> {
          json.nextToken();
          box = box(json);
        }
        case "texts" -> texts = texts(json);
        default -> throw wrong(json, "\"points\", \"box\" or \"texts\"");
      }
    }
    SpatialPrompt places = new SpatialPrompt(points, box, null);
    if (texts != null) {
      return textPrompt(json, texts, places);
    }
    if (places.isEmpty()) {
      throw wrong(json, "a prompt with a point, a box or a text");
    }
    return places;
  }

  private static List<String> texts(JsonParser json) throws IOException {
    expect(json, json.nextToken(), JsonToken.START_ARRAY, "a list of texts");
    List<String> texts = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      expect(json, json.currentToken(), JsonToken.VALUE_STRING, "a text");
      texts.add(json.getText());
    }
    return texts;
  }

  private static TextPrompt textPrompt(JsonParser json, List<String> texts, SpatialPrompt narrowing)
      throws IOException {
    try {
      return new TextPrompt(texts, narrowing);
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(json, e.getMessage(), e);
    }
  }

  private static LabelledPoint point(JsonParser json) throws IOException {
    double[] v = numbers(json, 2, 3, "a point: [x, y] or [x, y, label]");
    if (v.length == 3 && v[2] != 0 && v[2] != 1) {
      throw wrong(json, "a label of 1 (object) or 0 (background)");
    }
    return new LabelledPoint(new PixelPoint(v[0], v[1]), v.length == 2 || v[2] == 1);
  }

  private static Box box(JsonParser json) throws IOException {
    double[] v = numbers(json, 4, 4, "a box: [x0, y0, x1, y1]");
    try {
      return new Box(v[0], v[1], v[2], v[3]);
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(json, e.getMessage(), e);
    }
  }

  private static double[] numbers(JsonParser json, int least, int most, String what)
      throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY, what);
    double[] values = new double[most];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == null || !json.currentToken().isNumeric() || count == most) {
        throw wrong(json, what);
      }
      values[count++] = json.getDoubleValue();
    }
    if (count < least) {
      throw wrong(json, what);
    }
    return Arrays.copyOf(values, count);
  }

  private static void expect(
      JsonParser json, @Nullable JsonToken found, JsonToken expected, String what)
      throws IOException {
    if (found != expected) {
      throw wrong(json, what);
    }
  }

  private static JsonParseException wrong(JsonParser json, String expected) throws IOException {
    String found = json.currentToken() == null ? "the end of the file" : "'" + json.getText() + "'";
    return new JsonParseException(json, "expected " + expected + ", found " + found);
  }
}
