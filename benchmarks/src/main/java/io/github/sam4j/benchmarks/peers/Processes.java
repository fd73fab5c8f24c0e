package io.github.sam4j.benchmarks.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts measuring processes: fresh JVMs that differ in nothing but the side. */
final class Processes {
  private Processes() {}

  static Measurement measure(Settings settings) throws IOException {
    // The module costs time at the start of Java, and only sam4j has a use for it.
    boolean vectors = settings.side() == Side.SAM4J;
    return Measurement.of(run(Sample.class, vectors, settings.toArguments()));
  }

  /** The lines that a main class prints in a JVM of its own, with or without the Vector API. */
  static List<String> run(Class<?> main, boolean vectors, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What the launcher of the command line gives as well.
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=50",
            "-Djava.awt.headless=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
    if (vectors) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    String engine = System.getProperty("sam4j.engine");
    if (engine != null) {
      command.add("-Dsam4j.engine=" + engine);
    }
    command.add("-D" + FirstMask.LAUNCHED + "=" + System.currentTimeMillis());
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    // ONNX Runtime 1.29 reports to its makers, which is no part of the work; and while it does, it
    // crashes at load where the command line is longer than 4 KiB: so no class path there.
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = builder.start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("%s ended with %d: %s".formatted(arguments, status, lines));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
    return lines;
  }
}
