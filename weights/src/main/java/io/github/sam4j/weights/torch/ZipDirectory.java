package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A zip file's table of contents, read so that entries stay where they are in the mapped file.
 *
 * <p>Refuses what PyTorch never writes and attackers do: overlapping, duplicate and oddly named
 * entries; encrypted and compressed ones are marked, and refused where they are needed. Checksums
 * are not looked at: PyTorch can be told not to write them.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int END64 = 0x06064b50;
  private static final int END64_SIZE = 56;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64_LOCATOR_SIZE = 20;
  private static final int RECORD = 0x02014b50;
  private static final int RECORD_SIZE = 46;
  private static final int LOCAL = 0x04034b50;
  private static final int LOCAL_SIZE = 30;
  private static final int MAX_COMMENT = 0xffff;

  /** A storage for each tensor, and room for what else may lie beside them. */
  private static final int MAX_ENTRIES = 4 * StoredTensor.MAX_TENSORS;

  /** Encrypted, strongly encrypted, masked. */
  private static final int SECRET = 1 | 1 << 6 | 1 << 13;

  private final MappedFile file;
  private final Map<String, ZipMember> members = new LinkedHashMap<>();

  private long directoryPosition;
  private long directorySize;
  private long directoryEntries;

  private ZipDirectory(MappedFile file) {
    this.file = file;
  }

  static ZipDirectory read(MappedFile file) {
    ZipDirectory directory = new ZipDirectory(file);
    directory.locate();
    List<ZipRecord> records = directory.records();
    records.forEach(directory::add);
    directory.checkOverlaps(records);
    return directory;
  }

  /** Entries by name, in the directory's order. */
  Map<String, ZipMember> members() {
    return members;
  }

  private void locate() {
    long end = endRecord();
    directoryEntries = file.getUnsignedShort(end + 10);
    directorySize = file.getUnsignedInt(end + 12);
    directoryPosition = file.getUnsignedInt(end + 16);
    long limit = end;
    long locator = end - END64_LOCATOR_SIZE;
    if (locator >= 0 && file.getUnsignedInt(locator) == END64_LOCATOR) {
      limit = file.getLong(locator + 8);
      if (limit < 0 || limit > locator - END64_SIZE || file.getUnsignedInt(limit) != END64) {
        throw fault("a ZIP64 end record before its locator", "none at " + limit);
      }
      directoryEntries = file.getLong(limit + 32);
      directorySize = file.getLong(limit + 40);
      directoryPosition = file.getLong(limit + 48);
    }
    if (directoryPosition < 0 || directorySize < 0 || directorySize > limit - directoryPosition) {
      throw fault(
          "a zip directory before byte " + limit, directorySize + " bytes at " + directoryPosition);
    }
    if (directoryEntries < 0
        || directoryEntries > MAX_ENTRIES
        || directoryEntries > directorySize / RECORD_SIZE) {
      throw fault(
          "at most " + MAX_ENTRIES + " zip entries in " + directorySize + " bytes",
          Long.toUnsignedString(directoryEntries) + " entries");
    }
  }

  /** The end record is the last thing in the file, but for a comment. */
  private long endRecord() {
    long lowest = Math.max(0, file.size() - END_SIZE - MAX_COMMENT);
    for (long at = file.size() - END_SIZE; at >= lowest; at--) {
      if (file.getUnsignedInt(at) == END
          && at + END_SIZE + file.getUnsignedShort(at + 20) == file.size()) {
        return at;
      }
    }
    throw fault("a zip end record", "none (truncated?)");
  }

  private List<ZipRecord> records() {
    List<ZipRecord> records = new ArrayList<>();
    long at = directoryPosition;
    long end = directoryPosition + directorySize;
    for (long i = 0; i < directoryEntries; i++) {
      if (at > end - RECORD_SIZE || file.getUnsignedInt(at) != RECORD) {
        throw fault(directoryEntries + " records in the zip directory", "record " + i + " broken");
      }
      int nameLength = file.getUnsignedShort(at + 28);
      int extraLength = file.getUnsignedShort(at + 30);
      long next = at + RECORD_SIZE + nameLength + extraLength + file.getUnsignedShort(at + 32);
      if (next > end) {
        throw fault("zip records within their directory", "record " + i + " beyond it");
      }
      String name = ZipNames.decode(file, at + RECORD_SIZE, nameLength);
      records.add(record(name, at, at + RECORD_SIZE + nameLength, extraLength));
      at = next;
    }
    return records;
  }

  private ZipRecord record(String name, long at, long extra, int extraLength) {
    long compressed = file.getUnsignedInt(at + 20);
    long size = file.getUnsignedInt(at + 24);
    long header = file.getUnsignedInt(at + 42);
    // The ZIP64 field holds only those of the three that did not fit, in this order.
    long field = wideField(extra, extra + extraLength);
    long fieldEnd = field < 0 ? 0 : field + file.getUnsignedShort(field - 2);
    if (size == 0xffffffffL) {
      size = wide(name, field, fieldEnd);
      field += 8;
    }
    if (compressed == 0xffffffffL) {
      compressed = wide(name, field, fieldEnd);
      field += 8;
    }
    if (header == 0xffffffffL) {
      header = wide(name, field, fieldEnd);
    }
    return new ZipRecord(
        name,
        file.getUnsignedShort(at + 8),
        file.getUnsignedShort(at + 10),
        compressed,
        size,
        header);
  }

  /** Where the content of the ZIP64 extra field begins, or -1. */
  private long wideField(long at, long end) {
    while (at <= end - 4) {
      int length = file.getUnsignedShort(at + 2);
      if (at + 4 + length > end) {
        return -1;
      }
      if (file.getUnsignedShort(at) == 1) {
        return at + 4;
      }
      at += 4 + length;
    }
    return -1;
  }

  private long wide(String name, long at, long end) {
    if (at < 0 || at > end - 8 || file.getLong(at) < 0) {
      throw fault("a ZIP64 size for entry '" + name + "'", "none");
    }
    return file.getLong(at);
  }

  private void add(ZipRecord entry) {
    ZipNames.check(file.source(), entry.name());
    boolean plain =
        (entry.flags() & SECRET) == 0 && entry.method() == 0 && entry.compressed() == entry.size();
    long position = dataPosition(entry);
    if (entry.compressed() > directoryPosition - position) {
      throw fault(
          "entry '" + entry.name() + "' before the zip directory",
          entry.compressed() + " bytes at " + position);
    }
    if (members.put(entry.name(), new ZipMember(entry.name(), position, entry.compressed(), plain))
        != null) {
      throw fault("each zip entry once", "two entries '" + entry.name() + "'");
    }
  }

  private long dataPosition(ZipRecord entry) {
    long at = entry.headerPosition();
    if (at > directoryPosition - LOCAL_SIZE || file.getUnsignedInt(at) != LOCAL) {
      throw fault("a zip header for entry '" + entry.name() + "'", "none at " + at);
    }
    int nameLength = file.getUnsignedShort(at + 26);
    if (!ZipNames.decode(file, at + LOCAL_SIZE, nameLength).equals(entry.name())) {
      throw fault("a zip header for entry '" + entry.name() + "'", "another name at " + at);
    }
    return at + LOCAL_SIZE + nameLength + file.getUnsignedShort(at + 28);
  }

  private void checkOverlaps(List<ZipRecord> records) {
    List<ZipRecord> ordered = new ArrayList<>(records);
    ordered.sort(Comparator.comparingLong(ZipRecord::headerPosition));
    long end = 0;
    for (ZipRecord entry : ordered) {
      if (entry.headerPosition() < end) {
        throw fault("zip entries apart", "entry '" + entry.name() + "' overlapping another");
      }
      end = dataPosition(entry) + entry.compressed();
    }
  }

  private WeightsFormatException fault(String expected, String found) {
    return WeightsFormatException.file(file.source(), expected, found);
  }
}
