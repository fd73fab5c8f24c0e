package io.github.sam4j.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.sam4j.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command over a catalogue of four models, which a server on this machine offers. */
class ModelsCommandTest {
  private static final byte[] WEIGHTS = {1, 2, 3};
  private static final byte[] CONFIG = {4};
  private static final String WEIGHTS_SHA256 =
      "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";

  private static final String CATALOGUE =
      """
      {"models": [
        {"name": "known", "aliases": ["k"], "title": "All known", "family": "sam",
         "licence": "MIT", "good_for": "everything", "parameters": 5, "speed": "fast", "files": [
          {"name": "known.pth", "url": "http://127.0.0.1:PORT/weights", "size": 3,
           "sha256": "SHA256"}]},
        {"name": "folder", "title": "Two files", "family": "mobile-sam",
         "licence": "Apache-2.0", "files": [
          {"name": "model.safetensors", "url": "http://127.0.0.1:PORT/weights", "size": 3},
          {"name": "config.json", "url": "http://127.0.0.1:PORT/config"}]},
        {"name": "gone", "title": "No longer offered", "family": "sam", "licence": "MIT",
         "parameters": 2500000,
         "files": [{"name": "gone.pth", "url": "http://127.0.0.1:PORT/gone"}]},
        {"name": "unfree", "title": "Not for all", "family": "sam", "licence": "Own-1.0",
         "licence_note": "Own License 1.0: not on Sundays",
         "files": [{"name": "unfree.pth", "url": "http://127.0.0.1:PORT/weights"}]}
      ]}
      """;

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private Path cache;
  private Path catalogue;

  @BeforeEach
  void serve() throws IOException {
    cache = folder.resolve("cache").toAbsolutePath();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/weights", WEIGHTS);
    answer("/config", CONFIG);
    server.start();
    String port = String.valueOf(server.getAddress().getPort());
    catalogue = folder.resolve("catalogue.json");
    Files.writeString(catalogue, CATALOGUE.replace("PORT", port).replace("SHA256", WEIGHTS_SHA256));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void listAlignsItsColumnsAndTellsWhatIsCached() {
    assertThat(models("download", "known")).isZero();
    out.getBuffer().setLength(0);
    assertThat(models("list")).isZero();
    assertThat(out.toString().lines().limit(8))
        .containsExactly(
            "NAME    FAMILY                  SIZE      SPEED  LICENCE     CACHED  GOOD FOR",
            "known   SAM (Segment Anything)  3 bytes   fast   MIT         yes     everything",
            "folder  MobileSAM               unknown   ?      Apache-2.0  no      Two files",
            "gone    SAM (Segment Anything)  ~10.0 MB  ?      MIT         no      No longer"
                + " offered",
            "unfree  SAM (Segment Anything)  unknown   ?      Own-1.0     no      Not for all",
            "",
            "unfree: Own License 1.0: not on Sundays",
            "Speed is a picture's time on a CPU, as measured: fast is less than half of SAM ViT-B's,"
                + " medium up to twice that, slow more.");
    assertThat(out.toString()).contains("SAM (Segment Anything), MobileSAM", "can be loaded");
    String listed = out.toString();
    out.getBuffer().setLength(0);
    assertThat(models()).as("without a subcommand").isZero();
    assertThat(out.toString()).isEqualTo(listed);
  }

  @Test
  void whatALicenceForbidsIsSaidBeforeTheDownload() {
    assertThat(models("download", "known")).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(models("download", "unfree")).isZero();
    assertThat(err.toString())
        .isEqualToNormalizingNewlines("unfree: Own License 1.0: not on Sundays%n".formatted());
    err.getBuffer().setLength(0);
    assertThat(models("download", "unfree")).isZero();
    assertThat(err.toString()).as("it is here").isEmpty();
  }

  @Test
  void downloadTellsWhereTheModelsAre() {
    assertThat(models("download", "K", "folder", "known")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            "known: %s%nfolder: %s%n".formatted(file("known/known.pth"), file("folder")));
    assertThat(file("known/known.pth")).hasBinaryContent(WEIGHTS);
    assertThat(file("folder/config.json")).hasBinaryContent(CONFIG);
  }

  @Test
  void oneFailedDownloadDoesNotStopTheOthers() {
    assertThat(models("download", "gone", "known")).isEqualTo(1);
    assertThat(err.toString()).startsWith("gone: ").contains("/gone", "HTTP 404");
    assertThat(file("known/known.pth")).exists();
  }

  @Test
  void offlineNeedsTheCache() {
    assertThat(models("download", "--offline", "known")).isEqualTo(1);
    assertThat(err.toString()).contains("downloads are switched off");
    assertThat(models("download", "known")).isZero();
    assertThat(models("download", "--offline", "known")).isZero();
  }

  @Test
  void verifyComparesWhatIsInTheCache() throws IOException {
    assertThat(models("verify")).isZero();
    assertThat(out.toString()).contains("no models in " + cache);
    assertThat(models("download", "known", "folder")).isZero();
    out.getBuffer().setLength(0);
    assertThat(models("verify")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "right    %s: 3 bytes, SHA-256 %s".formatted(file("known/known.pth"), WEIGHTS_SHA256),
            "unknown  %s: the catalogue has the size alone; found 3 bytes, SHA-256 %s"
                .formatted(file("folder/model.safetensors"), WEIGHTS_SHA256),
            "unknown  %s: the catalogue has neither size nor SHA-256; found 1 bytes, SHA-256 %s"
                .formatted(
                    file("folder/config.json"),
                    "e52d9c508c502347344d8c07ad91cbd6068afc75ff6292f062a09ca381c89e71"));
  }

  @Test
  void verifyFindsWhatIsWrong() throws IOException {
    assertThat(models("download", "known", "folder")).isZero();
    Files.write(file("known/known.pth"), new byte[] {1, 2, 4});
    assertThat(models("verify", "known")).isEqualTo(1);
    assertThat(out.toString())
        .contains("wrong    " + file("known/known.pth") + ": expected SHA-256 " + WEIGHTS_SHA256);
    Files.write(file("known/known.pth"), new byte[2]);
    assertThat(models("verify", "known")).isEqualTo(1);
    assertThat(out.toString()).contains("expected 3 bytes, found 2");
    Files.delete(file("folder/config.json"));
    assertThat(models("verify", "folder")).isEqualTo(1);
    assertThat(out.toString()).contains("missing  " + file("folder/config.json"));
    assertThat(models("verify", "gone")).isEqualTo(1);
  }

  @Test
  void pathIsForScripts() {
    assertThat(models("path", "known")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("sam4j models download known");
    assertThat(models("download", "known", "folder")).isZero();
    out.getBuffer().setLength(0);
    assertThat(models("path", "known")).isZero();
    assertThat(models("path", "folder")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(file("known/known.pth").toString(), file("folder").toString());
  }

  @Test
  void wrongArgumentsEndWithTwo() {
    assertThat(models("inspect")).isEqualTo(2);
    assertThat(models("download")).isEqualTo(2);
    assertThat(models("download", "known", "none")).isEqualTo(2);
    assertThat(err.toString()).contains("expected one of the models known, folder, gone, found");
    assertThat(file("known")).as("nothing is begun").doesNotExist();
    assertThat(models("path")).isEqualTo(2);
  }

  @Test
  void helpTellsTheOptions() {
    assertThat(models("download", "--help")).isZero();
    assertThat(out.toString())
        .contains("--cache", "--offline", "1   something failed")
        .doesNotContain("--catalogue", "pictures failed");
  }

  @Test
  void linesTellEveryTenth() {
    List<String> lines = new ArrayList<>();
    try (DownloadDisplay display = new DownloadDisplay.Lines(lines::add)) {
      for (long done = 0; done <= 2_000_000; done += 1000) {
        display.update("a", done, 2_000_000);
      }
      display.update("b", 5, -1);
    }
    assertThat(lines).hasSize(12).contains("a: 1.0 MB of 2.0 MB").endsWith("b: 5 bytes of ?");
  }

  private Path file(String name) {
    return cache.resolve(name);
  }

  private void answer(String path, byte[] content) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
        });
  }

  private int models(String... args) {
    List<String> all = new ArrayList<>(List.of("models", "--cache", cache.toString()));
    all.add("--catalogue=" + catalogue);
    all.addAll(List.of(args));
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(all.toArray(String[]::new));
  }
}
