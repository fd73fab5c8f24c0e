package io.github.sam4j.weights.catalogue;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.ModelFamily;
import io.github.sam4j.weights.json.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checkpoints that can be asked for by name. Immutable. */
public final class ModelCatalogue {
  private static final String RESOURCE = "catalogue.json";

  private final List<ModelEntry> entries;

  private ModelCatalogue(List<ModelEntry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The catalogue that comes with the library. */
  public static ModelCatalogue bundled() {
    try (InputStream in = ModelCatalogue.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the library's jar lacks its " + RESOURCE);
      }
      return read(in, RESOURCE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A catalogue in the same JSON format as the library's.
   *
   * @throws WeightsFormatException if it is not
   */
  public static ModelCatalogue read(Path json) throws IOException {
    try (InputStream in = Files.newInputStream(json)) {
      return read(in, json.toString());
    }
  }

  private static ModelCatalogue read(InputStream in, String source) throws IOException {
    Map<String, Object> document = JsonDocument.read(in, source);
    List<ModelEntry> entries = new ArrayList<>();
    try {
      for (Map<?, ?> model : objects(document, "models")) {
        entries.add(entry(model));
      }
    } catch (IllegalArgumentException e) {
      throw new WeightsFormatException(source + ": " + e.getMessage(), e);
    }
    return new ModelCatalogue(entries);
  }

  /** All checkpoints, in the catalogue's order. */
  public List<ModelEntry> entries() {
    return entries;
  }

  /** The checkpoint of this name or alias, whatever the letters' case. */
  public Optional<ModelEntry> find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return entries.stream()
        .filter(entry -> entry.name().equals(wanted) || entry.aliases().contains(wanted))
        .findFirst();
  }

  /**
   * The checkpoint of this name or alias.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public ModelEntry get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of the models "
                        + entries.stream().map(ModelEntry::name).collect(Collectors.joining(", "))
                        + ", found: "
                        + name));
  }

  private static ModelEntry entry(Map<?, ?> model) {
    List<ModelFile> files = new ArrayList<>();
    for (Map<?, ?> file : objects(model, "files")) {
      files.add(
          new ModelFile(
              text(file, "name"),
              URI.create(text(file, "url")),
              optional(file, "size", Long.class),
              optional(file, "sha256", String.class)));
    }
    List<String> aliases = new ArrayList<>();
    if (model.get("aliases") instanceof List<?> list) {
      list.forEach(alias -> aliases.add(String.valueOf(alias).toLowerCase(Locale.ROOT)));
    }
    return new ModelEntry(
        text(model, "name"),
        aliases,
        text(model, "title"),
        ModelFamily.valueOf(text(model, "family")),
        text(model, "licence"),
        files);
  }

  private static List<Map<?, ?>> objects(Map<?, ?> in, String key) {
    List<Map<?, ?>> objects = new ArrayList<>();
    if (in.get(key) instanceof List<?> list) {
      for (Object item : list) {
        if (!(item instanceof Map<?, ?> object)) {
          throw new IllegalArgumentException("expected objects in '" + key + "', found: " + item);
        }
        objects.add(object);
      }
      return objects;
    }
    throw new IllegalArgumentException("expected a list '" + key + "', found: " + in.get(key));
  }

  private static String text(Map<?, ?> in, String key) {
    String text = optional(in, key, String.class);
    if (text == null) {
      throw new IllegalArgumentException("expected text '" + key + "', found none in " + in);
    }
    return text;
  }

  private static <T> @Nullable T optional(Map<?, ?> in, String key, Class<T> type) {
    Object value = in.get(key);
    if (value == null || type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException(
        "expected '%s' as %s, found: %s".formatted(key, type.getSimpleName(), value));
  }
}
