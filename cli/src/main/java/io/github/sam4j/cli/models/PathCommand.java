package io.github.sam4j.cli.models;

import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sam4j models path}. */
@Command(name = "path", description = "Prints where a model is in the cache.")
final class PathCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "A model as 'list' names it.")
  private String name = "";

  @ParentCommand private ModelStore models = new ModelStore();

  @Override
  public Integer call() throws IOException {
    ModelCache cache = models.cache();
    ModelEntry entry = models.models(List.of(name)).get(0);
    if (!cache.has(entry)) {
      models
          .err()
          .printf(
              "%s is not in %s; 'sam4j models download %s' gets it%n",
              entry.name(), cache.folder(), entry.name());
      return ModelStore.FAILED;
    }
    models.out().println(cache.path(entry));
    return 0;
  }
}
