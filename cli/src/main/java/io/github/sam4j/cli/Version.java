package io.github.sam4j.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest states. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {
      "sam4j " + (version == null ? "(not packaged)" : version),
      "Java " + Runtime.version() + " on " + System.getProperty("os.name")
    };
  }
}
