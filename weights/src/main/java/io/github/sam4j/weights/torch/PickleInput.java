package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read in order; beyond their end is a {@link WeightsFormatException}. */
final class PickleInput {
  /** Longest line of a GLOBAL opcode. */
  private static final int MAX_LINE = 1024;

  private final String source;
  private final ByteBuffer bytes;

  PickleInput(String source, byte[] bytes) {
    this.source = source;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int position() {
    return bytes.position();
  }

  int unsignedByte() {
    return need(1).get() & 0xff;
  }

  int unsignedShort() {
    return need(2).getShort() & 0xffff;
  }

  int signedInt() {
    return need(4).getInt();
  }

  long unsignedInt() {
    return need(4).getInt() & 0xffffffffL;
  }

  long longNumber() {
    return need(8).getLong();
  }

  void skip(long count) {
    need(count);
    bytes.position(bytes.position() + (int) count);
  }

  /** A little-endian two's complement number of up to 8 bytes. */
  long number(int count) {
    need(count);
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (bytes.get() & 0xffL) << (8 * i);
    }
    int unused = 64 - 8 * count;
    return count == 0 ? 0 : value << unused >> unused;
  }

  String text(long count) {
    need(count);
    ByteBuffer text = bytes.slice(bytes.position(), (int) count);
    bytes.position(bytes.position() + (int) count);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new WeightsFormatException(
          "%s: expected UTF-8 text in the pickle, found malformed bytes before byte %d"
              .formatted(source, bytes.position()),
          e);
    }
  }

  String line() {
    for (int length = 0; length <= MAX_LINE && length < bytes.remaining(); length++) {
      if (bytes.get(bytes.position() + length) == '\n') {
        String line = text(length);
        bytes.get();
        return line;
      }
    }
    throw WeightsFormatException.file(
        source, "a line of at most " + MAX_LINE + " bytes in the pickle", "none at " + position());
  }

  private ByteBuffer need(long count) {
    if (count < 0 || count > bytes.remaining()) {
      throw WeightsFormatException.file(
          source,
          Long.toUnsignedString(count) + " bytes at " + position() + " of the pickle",
          bytes.remaining() + " bytes (truncated?)");
    }
    return bytes;
  }
}
