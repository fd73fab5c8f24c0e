package io.github.sam4j.weights.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A file at a server whose answers each test lines up, and where it is downloaded to. */
abstract class DownloadFixture {
  static final byte[] CONTENT = random(300_000, 1);
  static final byte[] OTHER = random(300_000, 2);
  static final String TAG = "\"one\"";

  @TempDir Path folder;
  TestServer server;
  Path target;

  static byte[] random(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void start() throws IOException {
    server = new TestServer();
    target = folder.resolve("sub/model.pth");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  ModelFile file(@Nullable Long size, @Nullable String sha256) {
    return new ModelFile("model.pth", server.url("/model.pth"), size, sha256);
  }

  ModelFile known() throws Exception {
    return file((long) CONTENT.length, sha256(CONTENT));
  }

  static Downloader.Builder options() {
    return Downloader.builder().offline(false).retryDelay(Duration.ofMillis(1)).attempts(3);
  }

  void download(ModelFile file) throws IOException {
    assertThat(options().build().download(file, target, DownloadProgress.NONE)).isEqualTo(target);
  }

  /** Nothing has the final name, and no part is left when {@code part} is false. */
  void assertNothing(boolean part) {
    assertThat(target).doesNotExist();
    assertThat(Files.exists(target.resolveSibling("model.pth.part"))).isEqualTo(part);
  }

  void assertWhole() {
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(target.resolveSibling("model.pth.part")).doesNotExist();
    assertThat(target.resolveSibling("model.pth.part.from")).doesNotExist();
  }
}
