package io.github.sam4j.cli.models;

import io.github.sam4j.cli.console.Columns;
import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
              entry.family(),
              Sizes.of(entry),
              entry.licence(),
              cache.has(entry) ? "yes" : "no",
              entry.title()));
    }
    Columns.lines(rows).forEach(models.out()::println);
    return 0;
  }
}
