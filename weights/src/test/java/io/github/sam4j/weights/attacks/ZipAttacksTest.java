package io.github.sam4j.weights.attacks;

import io.github.sam4j.weights.testing.PickleWriter;
import io.github.sam4j.weights.testing.StoredZipWriter;
import io.github.sam4j.weights.testing.TorchCheckpointWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipAttacksTest {
  private static final int RECORD = 0x02014b50;
  private static final int END = 0x06054b50;

  @TempDir Path folder;

  private static byte[] pickle() {
    return new PickleWriter(2)
        .dict(
            members ->
                members.text("w").tensor("FloatStorage", "0", 4, 0, new long[] {4}, new long[] {1}))
        .stop();
  }

  private static byte[] valid() throws IOException {
    return TorchCheckpointWriter.raw(pickle(), new byte[16]);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The last place where a number stands, which is where the records of interest are. */
  private static int last(byte[] bytes, int signature) {
    ByteBuffer buffer = little(bytes);
    for (int at = bytes.length - 4; at >= 0; at--) {
      if (buffer.getInt(at) == signature) {
        return at;
      }
    }
    throw new AssertionError("no such record");
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoredZipWriter zip = new StoredZipWriter(out, false)) {
      zip.add("a/data.pkl", pickle());
      zip.add("a/data/0", new byte[16]);
      for (String name : names) {
        zip.add(name, new byte[1]);
      }
    }
    return out.toByteArray();
  }

  @Test
  void truncatedAtEverySixteenth() throws IOException {
    byte[] file = valid();
    for (int i = 0; i < 16; i++) {
      Refusal.of(folder, Arrays.copyOf(file, file.length * i / 16));
    }
    Refusal.of(folder, Arrays.copyOf(file, file.length - 1), "end record", "truncated");
  }

  @Test
  void compressedEntries() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(pickle());
      zip.putNextEntry(new ZipEntry("a/data/0"));
      zip.write(new byte[1 << 20]);
    }
    Refusal.of(folder, out.toByteArray(), "compressed", "a/data.pkl");
  }

  @Test
  void compressedStorage() throws IOException {
    byte[] file = valid();
    little(file).putShort(last(file, RECORD) + 10, (short) 8);
    Refusal.of(folder, file, "compressed", "data/0");
  }

  @Test
  void encryptedStorage() throws IOException {
    byte[] file = valid();
    little(file).putShort(last(file, RECORD) + 8, (short) 1);
    Refusal.of(folder, file, "encrypted", "data/0");
  }

  @Test
  void sizesThatDiffer() throws IOException {
    byte[] file = valid();
    little(file).putInt(last(file, RECORD) + 24, 1 << 30);
    Refusal.of(folder, file, "data/0");
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, Integer.MAX_VALUE, -2})
  void entryBeyondTheFile(int size) throws IOException {
    byte[] file = valid();
    little(file).putInt(last(file, RECORD) + 20, size).putInt(last(file, RECORD) + 24, size);
    Refusal.of(folder, file, "data/0", Integer.toUnsignedString(size));
  }

  @Test
  void wideSizeThatIsNotThere() throws IOException {
    byte[] file = valid();
    little(file).putInt(last(file, RECORD) + 20, -1).putInt(last(file, RECORD) + 24, -1);
    Refusal.of(folder, file, "ZIP64", "data/0");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24})
  void wideSizesOutOfRange(int field) throws IOException {
    byte[] file = new TorchCheckpointWriter().zip64(true).tensor("w", new int[] {1}, 1).toBytes();
    // The record before the last is the storage's.
    int record = last(Arrays.copyOf(file, last(file, RECORD)), RECORD);
    int nameLength = little(file).getShort(record + 28);
    for (long value : new long[] {Long.MAX_VALUE, -1, Long.MIN_VALUE, 1L << 40}) {
      byte[] changed = file.clone();
      little(changed).putLong(record + 46 + nameLength + field - 4, value);
      Refusal.of(folder, changed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32, 40, 48})
  void wideEndRecordOutOfRange(int field) throws IOException {
    byte[] file = new TorchCheckpointWriter().zip64(true).tensor("w", new int[] {1}, 1).toBytes();
    int record = last(file, 0x06064b50);
    for (long value : new long[] {Long.MAX_VALUE, -1, 1L << 40}) {
      byte[] changed = file.clone();
      little(changed).putLong(record + field, value);
      Refusal.of(folder, changed);
    }
    byte[] changed = file.clone();
    little(changed).putLong(last(file, 0x07064b50) + 8, Long.MAX_VALUE);
    Refusal.of(folder, changed, "ZIP64 end record");
  }

  @Test
  void directoryOutOfRange() throws IOException {
    for (int field : new int[] {12, 16}) {
      byte[] file = valid();
      little(file).putInt(last(file, END) + field, 1 << 30);
      Refusal.of(folder, file, "zip directory");
    }
    byte[] file = valid();
    little(file).putShort(last(file, END) + 10, (short) 60_000);
    Refusal.of(folder, file, "zip entries");
  }

  @Test
  void headerSomewhereElse() throws IOException {
    byte[] file = valid();
    little(file).putInt(last(file, RECORD) + 42, 1);
    Refusal.of(folder, file, "zip header", "data/0");
  }

  @Test
  void overlappingEntries() throws IOException {
    byte[] inner = new byte[200];
    System.arraycopy(local("b"), 0, inner, 50, local("b").length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoredZipWriter zip = new StoredZipWriter(out, false)) {
      zip.add("a/data.pkl", pickle());
      zip.add("a/data/0", inner);
      zip.add("b", new byte[1]);
    }
    byte[] file = out.toByteArray();
    // The record of "b" is pointed at a header inside the storage.
    int position = indexOf(file, inner) + 50;
    little(file).putInt(last(file, RECORD) + 42, position);
    Refusal.of(folder, file, "overlapping", "'b'");
  }

  private static byte[] local(String name) {
    byte[] bytes = new byte[30 + name.length()];
    little(bytes).putInt(0, 0x04034b50).putShort(26, (short) name.length());
    System.arraycopy(name.getBytes(StandardCharsets.UTF_8), 0, bytes, 30, name.length());
    return bytes;
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int at = 0; at <= in.length - what.length; at++) {
      if (Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void duplicateEntries() throws IOException {
    Refusal.of(folder, zip("a/data/0"), "once", "a/data/0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a\\b", "a/./b", "a\nb"})
  void oddNames(String name) throws IOException {
    Refusal.of(folder, zip(name), "entry names", name);
  }

  @Test
  void noPickleOrTwo() throws IOException {
    Refusal.of(folder, zip("b/data.pkl"), "one entry data.pkl", "2 of them");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (StoredZipWriter zip = new StoredZipWriter(out, false)) {
      zip.add("arr_0.npy", new byte[3]);
    }
    Refusal.of(folder, out.toByteArray(), "one entry data.pkl", "arr_0.npy");
  }

  @Test
  void torchScript() throws IOException {
    Refusal.of(folder, zip("a/constants.pkl"), "TorchScript");
  }

  @Test
  void bigEndian() throws IOException {
    byte[] file =
        new TorchCheckpointWriter().byteOrder("big").tensor("w", new int[] {1}, 1).toBytes();
    Refusal.of(folder, file, "byte order", "big");
  }

  @Test
  void olderFormatsAreNamed() throws IOException {
    byte[] legacy = new byte[64];
    byte[] magic = {
      (byte) 0x80,
      2,
      (byte) 0x8a,
      10,
      0x6c,
      (byte) 0xfc,
      (byte) 0x9c,
      0x46,
      (byte) 0xf9,
      0x20,
      0x6a,
      (byte) 0xa8,
      0x50,
      0x19,
      0x2e
    };
    System.arraycopy(magic, 0, legacy, 0, magic.length);
    Refusal.of(folder, legacy, "before 1.6", "torch.save");
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
    Refusal.of(folder, tar, "TAR", "torch.save");
    Refusal.of(folder, new byte[] {(byte) 0x80, 4, '}', '.', 0, 0, 0, 0, 0, 0}, "pickle");
  }
}
