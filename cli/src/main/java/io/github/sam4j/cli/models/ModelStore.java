package io.github.sam4j.cli.models;

import io.github.sam4j.weights.catalogue.ModelCache;
import io.github.sam4j.weights.catalogue.ModelCatalogue;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What the subcommands of {@code sam4j models} share: the cache, the catalogue, where to print. */
class ModelStore {
  static final int FAILED = 1;

  @Option(
      names = "--cache",
      scope = ScopeType.INHERIT,
      paramLabel = "DIR",
      description =
          "Folder of the models. Default: the environment's SAM4J_CACHE, else a folder in the"
              + " user's cache")
  private @Nullable Path folder;

  @Option(names = "--catalogue", scope = ScopeType.INHERIT, hidden = true, paramLabel = "FILE")
  private @Nullable Path catalogueFile;

  @Spec private CommandSpec spec = CommandSpec.create();

  ModelCache cache() {
    return folder == null ? ModelCache.standard() : new ModelCache(folder);
  }

  ModelCatalogue catalogue() throws IOException {
    return catalogueFile == null ? ModelCatalogue.bundled() : ModelCatalogue.read(catalogueFile);
  }

  /** The models of these names, each once; a name that is none is a wrong argument. */
  List<ModelEntry> models(List<String> names) throws IOException {
    ModelCatalogue catalogue = catalogue();
    try {
      return names.stream().map(catalogue::get).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()), e);
    }
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final ParameterException wrong(String message, @Nullable Throwable cause) {
    return new ParameterException(spec.commandLine(), message, cause);
  }
}
