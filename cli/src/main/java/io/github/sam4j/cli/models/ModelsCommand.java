package io.github.sam4j.cli.models;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sam4j models}: its subcommands see it as the {@link ModelStore} that they share. */
@Command(
    name = "models",
    subcommands = {
      ListCommand.class,
      DownloadCommand.class,
      VerifyCommand.class,
      PathCommand.class,
      InspectCommand.class
    },
    description =
        "Lists, downloads and verifies published models, and tells what a file is. Without a"
            + " subcommand it lists.")
public final class ModelsCommand extends ModelStore implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    ListCommand.list(this);
    return 0;
  }
}
