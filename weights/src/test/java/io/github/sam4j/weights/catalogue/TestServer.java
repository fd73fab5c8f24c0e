package io.github.sam4j.weights.catalogue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server of one file on this machine, whose answers a test lines up. */
final class TestServer implements AutoCloseable {
  /** What the server does with one request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<Headers> requests = new CopyOnWriteArrayList<>();

  TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The next request that has no answer yet gets this one. */
  TestServer then(Answer answer) {
    answers.add(answer);
    return this;
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** Headers of the requests so far. */
  List<Headers> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestHeaders());
    Answer answer = answers.poll();
    try {
      if (answer == null) {
        exchange.sendResponseHeaders(599, -1);
      } else {
        answer.to(exchange);
      }
    } finally {
      exchange.close();
    }
  }

  /** The whole content, or the rest of it when that is asked for. */
  static Answer content(byte[] content, @Nullable String tag) {
    return exchange -> send(exchange, content, tag, content.length);
  }

  /** The same, but the connection breaks after some bytes of the content. */
  static Answer broken(byte[] content, @Nullable String tag, int after) {
    return exchange -> send(exchange, content, tag, after);
  }

  /** The whole content, whatever is asked for. */
  static Answer ignoringRange(byte[] content) {
    return exchange -> {
      exchange.sendResponseHeaders(200, content.length);
      exchange.getResponseBody().write(content);
    };
  }

  /** Elsewhere, as the Hugging Face Hub does it. */
  static Answer redirect(String path, @Nullable String linkedTag) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", path);
      if (linkedTag != null) {
        exchange.getResponseHeaders().set("X-Linked-Etag", linkedTag);
      }
      exchange.sendResponseHeaders(302, -1);
    };
  }

  static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  private static void send(HttpExchange exchange, byte[] content, @Nullable String tag, int until)
      throws IOException {
    if (tag != null) {
      exchange.getResponseHeaders().set("ETag", tag);
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    int from = 0;
    if (range != null && (condition == null || condition.equals(tag))) {
      from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      String header = "bytes %d-%d/%d".formatted(from, content.length - 1, content.length);
      exchange.getResponseHeaders().set("Content-Range", header);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
    exchange.getResponseBody().write(Arrays.copyOfRange(content, from, Math.max(from, until)));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
