package io.github.sam4j.weights.safetensors;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.FileLayout;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.file.StoredTensor;
import io.github.sam4j.weights.file.WeightsFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors files: eight bytes of header length, the header in JSON, then the tensors.
 *
 * <p>As the format demands, tensors fill the rest of the file exactly: none overlaps another,
 * nothing lies between them, nothing follows.
 */
public final class SafetensorsReader {
  /** The format's own limit on the header. */
  static final long MAX_HEADER = 100_000_000;

  private SafetensorsReader() {}

  /** Whether a file looks like one: the header's opening brace is in its place. */
  public static boolean recognises(MappedFile file) {
    return file.size() > 8 && file.read(8, 1)[0] == '{';
  }

  /**
   * Reads and checks the header.
   *
   * @throws WeightsFormatException at the first fault
   */
  public static WeightsFile read(MappedFile file) {
    long length = headerLength(file);
    SafetensorsHeader header = SafetensorsHeader.read(file.stream(8, length), file.source());
    long begin = 8 + length;
    Layout.check(file.source(), header.entries(), file.size() - begin);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (HeaderEntry entry : header.entries()) {
      tensors.put(
          entry.name(),
          StoredTensor.contiguous(
              entry.name(), entry.type(), entry.shape(), begin + entry.begin()));
    }
    return new WeightsFile(file, tensors, header.metadata(), FileLayout.flat("safetensors"));
  }

  private static long headerLength(MappedFile file) {
    if (file.size() < 8) {
      throw WeightsFormatException.file(
          file.source(), "at least 8 bytes", "a file of " + file.size() + " bytes");
    }
    long length = file.getLong(0);
    if (length < 0 || length > MAX_HEADER) {
      throw WeightsFormatException.file(
          file.source(),
          "a header of at most " + MAX_HEADER + " bytes",
          "a header length of " + Long.toUnsignedString(length));
    }
    if (length > file.size() - 8) {
      throw WeightsFormatException.file(
          file.source(),
          "a header of " + length + " bytes",
          "a file of " + file.size() + " bytes (truncated?)");
    }
    if (length < 2 || file.read(8, 1)[0] != '{') {
      throw WeightsFormatException.file(
          file.source(), "a header that begins with '{'", "something else");
    }
    return length;
  }

  /** The rule that tensors fill the data exactly. */
  private static final class Layout {
    static void check(String source, List<HeaderEntry> entries, long dataLength) {
      for (HeaderEntry entry : entries) {
        checkSize(source, entry, dataLength);
      }
      List<HeaderEntry> ordered = new ArrayList<>(entries);
      ordered.sort(
          Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end));
      long end = 0;
      for (HeaderEntry entry : ordered) {
        if (entry.begin() != end) {
          throw WeightsFormatException.tensor(
              source,
              entry.name(),
              "data at " + end + ", where the tensor before it ends",
              (entry.begin() < end ? "an overlap: data at " : "a hole: data at ") + entry.begin());
        }
        end = entry.end();
      }
      if (end != dataLength) {
        throw WeightsFormatException.file(
            source,
            end + " bytes of tensors",
            (dataLength - end) + " bytes more that belong to no tensor");
      }
    }

    private static void checkSize(String source, HeaderEntry entry, long dataLength) {
      if (entry.begin() > entry.end() || entry.end() > dataLength) {
        throw WeightsFormatException.tensor(
            source,
            entry.name(),
            "data_offsets in order and within " + dataLength + " bytes of data",
            "[" + entry.begin() + ", " + entry.end() + "] (truncated?)");
      }
      long bytes = entry.type().bytes();
      // A dimension of zero makes the product zero whatever the others are.
      boolean empty = Arrays.stream(entry.shape()).anyMatch(size -> size == 0);
      try {
        for (int size : entry.shape()) {
          bytes = Math.multiplyExact(bytes, empty ? 0 : size);
        }
      } catch (ArithmeticException e) {
        throw new WeightsFormatException(
            "%s: tensor '%s': expected a size below 2^63 bytes, found shape %s"
                .formatted(source, entry.name(), Arrays.toString(entry.shape())),
            e);
      }
      if (bytes != entry.end() - entry.begin()) {
        throw WeightsFormatException.tensor(
            source,
            entry.name(),
            "%d bytes (%s %s)".formatted(bytes, entry.type(), Arrays.toString(entry.shape())),
            (entry.end() - entry.begin()) + " bytes");
      }
    }
  }
}
