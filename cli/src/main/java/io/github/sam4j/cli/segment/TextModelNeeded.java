package io.github.sam4j.cli.segment;

import io.github.sam4j.cli.models.Sizes;
import io.github.sam4j.detectors.Detectors;
import io.github.sam4j.weights.catalogue.ModelCatalogue;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.util.List;
import java.util.stream.Collectors;

/** What to tell someone who gives a text but no model that finds texts. */
final class TextModelNeeded {
  private static final String SMALLEST = "owlvit-base-patch32";
  private static final String ITS_SIZE = "about 610 MB";

  private TextModelNeeded() {}

  /** Which models there are and how to get one. */
  static String message() {
    List<ModelEntry> models =
        ModelCatalogue.bundled().entries().stream().filter(TextModelNeeded::isDetector).toList();
    return "texts and examples need a text model, which is not bundled; get one with"
        + " 'sam4j models download %s' and add '--text-model %s', or name a folder. There is %s"
            .formatted(
                SMALLEST,
                SMALLEST,
                models.stream().map(TextModelNeeded::describe).collect(Collectors.joining("; ")));
  }

  private static boolean isDetector(ModelEntry model) {
    return Detectors.families().stream().anyMatch(family -> family.id().equals(model.family()));
  }

  private static String describe(ModelEntry model) {
    boolean known = model.files().stream().allMatch(file -> file.size() != null);
    String size = known ? Sizes.of(model) : model.name().equals(SMALLEST) ? ITS_SIZE : "";
    return "%s (%s%s, %s)"
        .formatted(
            model.name(),
            size.isEmpty() ? "" : size + ", ",
            model.licence().id(),
            model.files().get(0).url().resolve("../.."));
  }
}
