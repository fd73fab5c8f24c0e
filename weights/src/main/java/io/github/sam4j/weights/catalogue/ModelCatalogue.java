package io.github.sam4j.weights.catalogue;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
    JsonObject document = StrictJson.read(in, source);
    if (!document.has("models")) {
      throw WeightsFormatException.file(source, "a list 'models'", "none");
    }
    List<ModelEntry> entries = new ArrayList<>();
    try {
      for (JsonObject model : document.objects("models")) {
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

  /** The names to suggest: of the models whose licence allows every use. */
  public String suggestions() {
    return entries.stream()
        .filter(entry -> entry.licence().restriction().isEmpty())
        .map(ModelEntry::name)
        .collect(Collectors.joining(", "));
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
                    "expected one of the models " + suggestions() + ", found: " + name));
  }

  private static ModelEntry entry(JsonObject model) {
    List<ModelFile> files = new ArrayList<>();
    for (JsonObject file : model.objects("files")) {
      files.add(
          new ModelFile(
              file.requiredString("name"),
              URI.create(file.requiredString("url")),
              file.integer("size"),
              file.string("sha256")));
    }
    List<String> aliases = new ArrayList<>();
    for (Object alias : model.list("aliases")) {
      aliases.add(String.valueOf(alias).toLowerCase(Locale.ROOT));
    }
    return new ModelEntry(
        model.requiredString("name"),
        aliases,
        model.requiredString("title"),
        traits(model),
        model.requiredString("family"),
        new Licence(model.requiredString("licence"), model.string("licence_note")),
        files);
  }

  private static ModelTraits traits(JsonObject model) {
    String speed = model.string("speed");
    return new ModelTraits(
        model.string("good_for"),
        model.integer("parameters"),
        speed == null ? null : ModelTraits.Speed.of(speed));
  }
}
