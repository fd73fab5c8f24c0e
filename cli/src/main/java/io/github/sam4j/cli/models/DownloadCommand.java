package io.github.sam4j.cli.models;

import io.github.sam4j.formats.Failure;
import io.github.sam4j.weights.catalogue.DownloadProgress;
import io.github.sam4j.weights.catalogue.Downloader;
import io.github.sam4j.weights.catalogue.Licence;
import io.github.sam4j.weights.catalogue.ModelEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code sam4j models download}. */
@Command(
    name = "download",
    description = "Downloads models into the cache, and continues what was broken off.")
final class DownloadCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "NAME", description = "Models as 'list' names them.")
  private List<String> names = List.of();

  @Option(
      names = "--offline",
      description = "Do not download, only check that the models are in the cache. Default: no")
  private boolean offline;

  @ParentCommand private ModelStore models = new ModelStore();

  @Override
  public Integer call() throws IOException {
    Downloader.Builder builder = Downloader.builder();
    if (offline) {
      builder.offline(true);
    }
    Downloader downloader = builder.build();
    int status = 0;
    for (ModelEntry entry : models.models(names)) {
      try {
        models.out().println(entry.name() + ": " + download(entry, downloader));
      } catch (IOException e) {
        models.err().println(entry.name() + ": " + Failure.reason(e));
        status = ModelStore.FAILED;
      }
    }
    return status;
  }

  private Path download(ModelEntry entry, Downloader downloader) throws IOException {
    try (DownloadDisplay display = DownloadDisplay.create()) {
      return models.cache().fetch(entry, downloader, new Told(display));
    }
  }

  /** Says what a licence forbids where results are said, and before the first byte. */
  private final class Told implements DownloadProgress {
    private final DownloadProgress display;

    Told(DownloadProgress display) {
      this.display = display;
    }

    @Override
    public void update(String file, long done, long total) {
      display.update(file, done, total);
    }

    @Override
    public void restricted(String model, Licence licence) {
      models.err().println(model + ": " + licence.restriction().orElse(licence.id()));
      models.err().flush();
    }
  }
}
