package io.github.sam4j.weights.testing;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes a zip file without compression, its contents aligned to 64 bytes like PyTorch's. */
public final class StoredZipWriter implements Closeable {
  private static final int ALIGNMENT = 64;

  private final OutputStream out;
  private final boolean wide;
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private long position;
  private int entries;

  /** Writes to a stream; {@code wide} says all sizes and offsets by ZIP64. */
  public StoredZipWriter(OutputStream out, boolean wide) {
    this.out = new BufferedOutputStream(out);
    this.wide = wide;
  }

  /** Adds an entry. */
  public void add(String name, byte[] content) throws IOException {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(content);
    long header = position;
    long plainData = position + 30 + nameBytes.length + 4;
    int padding = (int) ((ALIGNMENT - plainData % ALIGNMENT) % ALIGNMENT);
    write(
        buffer(30)
            .putInt(0x04034b50)
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt((int) crc.getValue())
            .putInt(content.length)
            .putInt(content.length)
            .putShort((short) nameBytes.length)
            .putShort((short) (4 + padding)));
    write(nameBytes);
    write(buffer(4 + padding).putShort((short) 0x4246).putShort((short) padding));
    write(content);
    record(nameBytes, (int) crc.getValue(), content.length, header);
    entries++;
  }

  private void record(byte[] name, int crc, int size, long header) throws IOException {
    boolean far = wide || header >= 0xffffffffL;
    directory.write(
        buffer(46)
            .putInt(0x02014b50)
            .putInt(0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt(crc)
            .putInt(wide ? -1 : size)
            .putInt(wide ? -1 : size)
            .putShort((short) name.length)
            .putShort((short) (wide ? 28 : far ? 12 : 0))
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(0)
            .putInt(far ? -1 : (int) header)
            .array());
    directory.write(name);
    if (wide) {
      directory.write(
          buffer(28)
              .putShort((short) 1)
              .putShort((short) 24)
              .putLong(size)
              .putLong(size)
              .putLong(header)
              .array());
    } else if (far) {
      directory.write(buffer(12).putShort((short) 1).putShort((short) 8).putLong(header).array());
    }
  }

  /** Writes the directory. */
  @Override
  public void close() throws IOException {
    long begin = position;
    write(directory.toByteArray());
    long end = position;
    boolean far = wide || end >= 0xffffffffL;
    if (far) {
      write(
          buffer(56)
              .putInt(0x06064b50)
              .putLong(44)
              .putInt(0)
              .putLong(0)
              .putLong(entries)
              .putLong(entries)
              .putLong(end - begin)
              .putLong(begin));
      write(buffer(20).putInt(0x07064b50).putInt(0).putLong(end).putInt(1));
    }
    write(
        buffer(22)
            .putInt(0x06054b50)
            .putInt(0)
            .putShort((short) (far ? -1 : entries))
            .putShort((short) (far ? -1 : entries))
            .putInt(far ? -1 : (int) (end - begin))
            .putInt(far ? -1 : (int) begin)
            .putShort((short) 0));
    out.close();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(ByteBuffer buffer) throws IOException {
    byte[] bytes = new byte[buffer.capacity()];
    buffer.rewind().get(bytes);
    write(bytes);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    position += bytes.length;
  }
}
