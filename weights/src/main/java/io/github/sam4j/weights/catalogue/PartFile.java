package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a download so far ({@code name.part}), and beside them which version of the file at
 * the address they are of ({@code name.part.from}), so that two versions are never joined.
 */
final class PartFile {
  private final ModelFile file;
  private final Path target;
  private final Path part;
  private final Path from;

  PartFile(ModelFile file, Path target) {
    this.file = file;
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.from = target.resolveSibling(target.getFileName() + ".part.from");
  }

  Path path() {
    return part;
  }

  long size() throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }

  /** Asks for the rest, if what is here can be continued safely; otherwise throws it away. */
  void continueWith(HttpRequest.Builder request) throws IOException {
    long size = size();
    if (size == 0) {
      return;
    }
    List<String> lines = Files.exists(from) ? Files.readAllLines(from) : List.of();
    boolean sameAddress = lines.size() == 2 && lines.get(0).equals(file.url().toString());
    String version = sameAddress ? lines.get(1) : "";
    if (!sameAddress || (version.isEmpty() && file.sha256() == null)) {
      discard();
      return;
    }
    request.header("Range", "bytes=" + size + "-");
    if (!version.isEmpty()) {
      request.header("If-Range", version);
    }
  }

  /** Begins anew with the version that these headers tell. */
  void begin(HttpHeaders headers) throws IOException {
    discard();
    Files.write(from, List.of(file.url().toString(), version(headers)));
  }

  void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(from);
  }

  /** Gives the file its final name, once its bytes are on the disk. */
  void finish() throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(from);
  }

  String sha256() throws IOException {
    return Sha256.of(part);
  }

  /** Weak entity tags say "much the same", which is not enough to join bytes. */
  private static String version(HttpHeaders headers) {
    @Nullable String tag = headers.firstValue("ETag").orElse(null);
    if (tag != null && tag.startsWith("\"")) {
      return tag;
    }
    return headers.firstValue("Last-Modified").orElse("");
  }
}
