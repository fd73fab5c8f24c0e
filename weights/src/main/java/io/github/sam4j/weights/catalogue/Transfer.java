package io.github.sam4j.weights.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One download, over as many attempts as it takes. */
final class Transfer {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /** How the Hugging Face Hub gives the SHA-256 of a large file, on the answer that redirects. */
  private static final String LINKED_ETAG = "X-Linked-Etag";

  private static final Pattern LINKED_SHA256 = Pattern.compile("\"?([0-9a-fA-F]{64})\"?");
  private static final int BUFFER = 1 << 16;
  private static final int MAX_DOUBLINGS = 5;

  /** New bytes that make an attempt a success of sorts. */
  private static final long ADVANCE = 1 << 20;

  private final Downloader.Options options;
  private final HttpClient client;
  private final ModelFile file;
  private final Path target;
  private final PartFile part;
  private final DownloadProgress progress;

  /** What the content must have: the catalogue's word, else the server's, else unknown. */
  private @Nullable String sha256;

  Transfer(
      Downloader.Options options,
      HttpClient client,
      ModelFile file,
      Path target,
      DownloadProgress progress) {
    this.options = options;
    this.client = client;
    this.file = file;
    this.target = target;
    this.part = new PartFile(file, target);
    this.progress = progress;
    this.sha256 = file.sha256();
  }

  /** An attempt that failed for a reason that may pass. */
  private static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    Broken(String message) {
      super(message);
    }
  }

  void run() throws IOException {
    int attempt = 0;
    long furthest = part.size();
    while (true) {
      attempt++;
      try {
        attempt();
        return;
      } catch (DownloadException | InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (part.size() >= furthest + ADVANCE) {
          furthest = part.size();
          attempt = 0;
        }
        if (attempt == options.attempts()) {
          throw new DownloadException(
              file.url(),
              "to get further within " + attempt + " attempts",
              part.size() + " bytes, then: " + reason(e),
              e);
        }
        LOG.info("{}: broke off at {} bytes: {}", file.url(), part.size(), reason(e));
        pause(attempt);
      }
    }
  }

  private void attempt() throws IOException {
    boolean continued = part.size() > 0;
    Long known = file.size();
    if (known == null || part.size() != known) {
      receive();
    }
    check(continued);
    part.finish();
  }

  private void receive() throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(file.url())
            .timeout(options.responseTimeout())
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "sam4j");
    part.continueWith(request);
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream body = response.body()) {
      long total = accept(response);
      if (file.sha256() == null) {
        sha256 = linkedSha256(response);
      }
      checkSpace(total);
      copy(body, total);
    }
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("downloading " + file.url()).initCause(e);
    }
  }

  /** Looks at the answer's head; returns the bytes of the whole file, -1 if not told. */
  private long accept(HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    long total;
    if (status == 200) {
      total = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      part.begin(response.headers());
    } else if (status == 206) {
      total = rangeTotal(response.headers().firstValue("Content-Range").orElse(""));
    } else if (status == 416) {
      part.discard();
      throw new Broken("the server has no more than the part that was here");
    } else if (status == 408 || status == 429 || status >= 500) {
      throw new Broken("HTTP " + status);
    } else {
      throw new DownloadException(file.url(), "HTTP 200", "HTTP " + status);
    }
    Long known = file.size();
    if (known != null && total >= 0 && total != known) {
      part.discard();
      throw new DownloadException(file.url(), known + " bytes", total + " bytes offered");
    }
    return known != null ? known : total;
  }

  private long rangeTotal(String range) throws IOException {
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != part.size()) {
      long size = part.size();
      part.discard();
      throw new Broken("expected bytes from " + size + ", found range '" + range + "'");
    }
    return matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3));
  }

  /** The first server's word counts, before that of those it redirects to. */
  private static @Nullable String linkedSha256(HttpResponse<?> response) {
    Optional<? extends HttpResponse<?>> before = response.previousResponse();
    String told = before.isPresent() ? linkedSha256(before.get()) : null;
    if (told != null) {
      return told;
    }
    Matcher matcher = LINKED_SHA256.matcher(response.headers().firstValue(LINKED_ETAG).orElse(""));
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : null;
  }

  private void checkSpace(long total) throws IOException {
    long missing = total - part.size();
    Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent());
    long usable = options.volume().usableSpace(folder);
    if (missing > usable) {
      throw new DownloadException(
          file.url(), missing + " bytes of free space in " + folder, usable + " bytes");
    }
  }

  private void copy(InputStream body, long total) throws IOException {
    long done = part.size();
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = options.volume().append(part.path());
        StallGuard guard = new StallGuard(body, options.stallTimeout())) {
      progress.update(file.name(), done, total);
      for (int count = read(body, buffer, guard); count >= 0; count = read(body, buffer, guard)) {
        if (total >= 0 && done + count > total) {
          part.discard();
          throw new DownloadException(file.url(), total + " bytes", "more");
        }
        write(out, buffer, count);
        done += count;
        progress.update(file.name(), done, total);
      }
    }
    if (total >= 0 && done < total) {
      throw new Broken("the answer ended after " + done + " of " + total + " bytes");
    }
  }

  private int read(InputStream body, byte[] buffer, StallGuard guard) throws IOException {
    int count = -1;
    try {
      count = body.read(buffer);
    } catch (IOException e) {
      if (!guard.stalled()) {
        throw e;
      }
    }
    if (guard.stalled()) {
      throw new Broken("nothing came for " + options.stallTimeout());
    }
    guard.alive();
    return count;
  }

  /** A full disk is no reason to ask the server again. */
  private void write(OutputStream out, byte[] buffer, int count) throws IOException {
    try {
      out.write(buffer, 0, count);
    } catch (IOException e) {
      throw new DownloadException(
          file.url(), "to write to " + part.path(), String.valueOf(e.getMessage()), e);
    }
  }

  private void check(boolean continued) throws IOException {
    String expected = sha256;
    if (expected == null) {
      return;
    }
    String found = part.sha256();
    if (!found.equals(expected)) {
      part.discard();
      if (continued) {
        throw new Broken("the part from before was of another file");
      }
      throw new DownloadException(file.url(), "SHA-256 " + expected, "SHA-256 " + found);
    }
  }

  private void pause(int attempt) throws IOException {
    try {
      int doublings = Math.min(MAX_DOUBLINGS, Math.max(0, attempt - 1));
      Thread.sleep(options.retryDelay().toMillis() << doublings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("downloading " + file.url()).initCause(e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
