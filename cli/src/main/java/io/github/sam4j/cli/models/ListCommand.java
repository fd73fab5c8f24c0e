package io.github.sam4j.cli.models;

import io.github.sam4j.Sam;
import io.github.sam4j.cli.console.Columns;
import io.github.sam4j.detectors.DetectorFamily;
import io.github.sam4j.detectors.Detectors;
import io.github.sam4j.families.Families;
import io.github.sam4j.families.Family;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelEntry;
import io.github.sam4j.weights.catalogue.ModelTraits;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code sam4j models list}. */
@Command(
    name = "list",
    description = "Lists the models that can be downloaded, and what each is good for.")
final class ListCommand implements Callable<Integer> {
  @ParentCommand private ModelStore models = new ModelStore();

  @Override
  public Integer call() throws IOException {
    list(models);
    return 0;
  }

  /** The table, what licences forbid, and what can be loaded besides. */
  static void list(ModelStore models) throws IOException {
    PrintWriter out = models.out();
    ModelCache cache = models.cache();
    List<ModelEntry> entries = models.catalogue().entries();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "FAMILY", "SIZE", "SPEED", "LICENCE", "CACHED", "GOOD FOR"));
    for (ModelEntry entry : entries) {
      String goodFor = entry.traits().goodFor();
      ModelTraits.Speed speed = entry.traits().speed();
      rows.add(
          List.of(
              entry.name(),
              family(entry.family()),
              Sizes.of(entry),
              speed == null ? "?" : speed.toString(),
              entry.licence().id(),
              cache.has(entry) ? "yes" : "no",
              goodFor == null ? entry.title() : goodFor));
    }
    Columns.lines(rows).forEach(out::println);
    out.println();
    for (ModelEntry entry : entries) {
      entry.licence().restriction().ifPresent(note -> out.println(entry.name() + ": " + note));
    }
    out.println(
        "Speed is a picture's time on a CPU, as measured: fast is less than half of SAM ViT-B's,"
            + " medium up to twice that, slow more.");
    out.println(
        "Any checkpoint of %s can be loaded; 'sam4j models inspect FILE' tells what a file is."
            .formatted(String.join(", ", Sam.families())));
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
