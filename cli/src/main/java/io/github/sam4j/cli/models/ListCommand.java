package io.github.sam4j.cli.models;

import io.github.sam4j.cli.console.Columns;
import io.github.sam4j.detectors.DetectorFamily;
import io.github.sam4j.detectors.Detectors;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.Family;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code sam4j models list}. */
@Command(name = "list", description = "Lists the models that can be downloaded.")
final class ListCommand implements Callable<Integer> {
  @ParentCommand private ModelStore models = new ModelStore();

  @Override
  public Integer call() throws IOException {
    ModelCache cache = models.cache();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "FAMILY", "SIZE", "LICENCE", "CACHED", "TITLE"));
    for (ModelEntry entry : models.catalogue().entries()) {
      rows.add(
          List.of(
              entry.name(),
              family(entry.family()),
              Sizes.of(entry),
              entry.licence(),
              cache.has(entry) ? "yes" : "no",
              entry.title()));
    }
    Columns.lines(rows).forEach(models.out()::println);
    return 0;
  }

  /** The name that its authors gave it, where it is of a family that there is. */
  private static String family(String id) {
    Stream<String> segmentation =
        Families.all().stream().filter(f -> f.id().equals(id)).map(Family::title);
    Stream<String> detectors =
        Detectors.families().stream().filter(f -> f.id().equals(id)).map(DetectorFamily::title);
    return Stream.concat(segmentation, detectors).findFirst().orElse(id);
  }
}
