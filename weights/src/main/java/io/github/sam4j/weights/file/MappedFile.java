package io.github.sam4j.weights.file;

import io.github.sam4j.core.error.WeightsFormatException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of any size, mapped read-only in pieces of 1 GiB and read as little-endian. A small one is
 * read whole instead, which costs less.
 *
 * <p>Thread-safe. Reading beyond the end is a {@link WeightsFormatException}, reading after {@link
 * #close} an {@link IllegalStateException}. Java unmaps memory when the garbage collector finds it
 * unused, so on Windows the file may stay undeletable for a while after closing.
 */
public final class MappedFile implements Closeable {
  private static final int PIECE_BITS = 30;
  private static final long PIECE = 1L << PIECE_BITS;

  /** Pieces overlap by one element, so that none is ever split. */
  private static final int OVERLAP = 8;

  private static final int SMALL = 1 << 16;

  private final String source;
  private final long size;
  private volatile ByteBuffer @Nullable [] pieces;

  private MappedFile(String source, long size, ByteBuffer[] pieces) {
    this.source = source;
    this.size = size;
    this.pieces = pieces;
  }

  /** Maps a whole file. */
  public static MappedFile open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer[] pieces = new ByteBuffer[Math.toIntExact((size + PIECE - 1) >> PIECE_BITS)];
      for (int i = 0; i < pieces.length; i++) {
        long begin = (long) i << PIECE_BITS;
        long length = Math.min(PIECE + OVERLAP, size - begin);
        ByteBuffer piece =
            size <= SMALL
                ? whole(channel, (int) size)
                : channel.map(MapMode.READ_ONLY, begin, length);
        pieces[i] = piece.order(ByteOrder.LITTLE_ENDIAN);
      }
      return new MappedFile(path.toString(), size, pieces);
    }
  }

  /** A file's content that is in memory already; it is not copied. */
  public static MappedFile of(String source, byte[] content) {
    ByteBuffer piece = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    return new MappedFile(source, content.length, new ByteBuffer[] {piece});
  }

  private static ByteBuffer whole(FileChannel channel, int size) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(size);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the file was cut while it was read");
      }
    }
    return bytes.flip();
  }

  /** What messages call the file. */
  public String source() {
    return source;
  }

  /** Bytes in the file. */
  public long size() {
    return size;
  }

  /** The unsigned 16-bit number at a position. */
  public int getUnsignedShort(long position) {
    return Short.toUnsignedInt(piece(position, 2).getShort((int) (position & (PIECE - 1))));
  }

  /** The unsigned 32-bit number at a position. */
  public long getUnsignedInt(long position) {
    return Integer.toUnsignedLong(piece(position, 4).getInt((int) (position & (PIECE - 1))));
  }

  /** The 64-bit number at a position. */
  public long getLong(long position) {
    return piece(position, 8).getLong((int) (position & (PIECE - 1)));
  }

  /** Copies {@code count} bytes. */
  public void read(long position, byte[] into, int at, int count) {
    check(position, count);
    int done = 0;
    while (done < count) {
      long from = position + done;
      int index = (int) (from & (PIECE - 1));
      int length = (int) Math.min(count - done, PIECE - index);
      try {
        open()[(int) (from >> PIECE_BITS)].get(index, into, at + done, length);
      } catch (InternalError e) {
        // What the JVM makes of a mapped page that is no longer there.
        throw new WeightsFormatException(source() + ": the file was cut while it was open", e);
      }
      done += length;
    }
  }

  /** {@code count} bytes in a new array. */
  public byte[] read(long position, int count) {
    check(position, count);
    byte[] bytes = new byte[count];
    read(position, bytes, 0, count);
    return bytes;
  }

  /** A stream over {@code count} bytes. */
  public InputStream stream(long position, long count) {
    check(position, count);
    return new Range(position, position + count);
  }

  @Override
  public void close() {
    pieces = null;
  }

  private ByteBuffer[] open() {
    ByteBuffer[] open = pieces;
    if (open == null) {
      throw new IllegalStateException(source() + " is closed");
    }
    return open;
  }

  private ByteBuffer piece(long position, int count) {
    check(position, count);
    return open()[(int) (position >> PIECE_BITS)];
  }

  private void check(long position, long count) {
    if (position < 0 || count < 0 || position > size - count) {
      throw WeightsFormatException.file(
          source(),
          count + " bytes at " + Long.toUnsignedString(position),
          "a file of " + size + " bytes");
    }
  }

  private final class Range extends InputStream {
    private long position;
    private final long end;

    Range(long position, long end) {
      this.position = position;
      this.end = end;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int count) {
      if (count == 0) {
        return 0;
      }
      int length = (int) Math.min(count, end - position);
      if (length == 0) {
        return -1;
      }
      MappedFile.this.read(position, into, at, length);
      position += length;
      return length;
    }
  }
}
