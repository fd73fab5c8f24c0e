package io.github.sam4j.core.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.TreeMap;

/** Writes uncompressed one-strip TIFF files with chosen tags, little-endian or big-endian. */
final class TiffBuilder {
  private final ByteOrder order;
  private final TreeMap<Integer, Integer> tags = new TreeMap<>();

  TiffBuilder(ByteOrder order, int width, int height, int samples, int bits) {
    this.order = order;
    tags.put(256, width);
    tags.put(257, height);
    tags.put(258, bits);
    tags.put(259, 1);
    tags.put(262, samples < 3 ? 1 : 2);
    tags.put(277, samples);
    tags.put(278, height);
  }

  TiffBuilder tag(int tag, int value) {
    tags.put(tag, value);
    return this;
  }

  /** The strip comes first, then one SHORT per sample of bits, then the directory. */
  byte[] build(byte[] strip) {
    int samples = tags.getOrDefault(277, 1);
    int bitsAt = 8 + strip.length;
    int directory = bitsAt + 2 * samples;
    tags.put(273, 8);
    tags.put(279, strip.length);
    ByteBuffer out = ByteBuffer.allocate(directory + 2 + 12 * tags.size() + 4).order(order);
    out.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
    out.putShort((short) 42).putInt(directory).put(strip);
    for (int i = 0; i < samples; i++) {
      out.putShort(Objects.requireNonNull(tags.get(258)).shortValue());
    }
    out.putShort((short) tags.size());
    tags.forEach(
        (tag, value) -> {
          boolean list = tag == 258 && samples > 2;
          boolean wide = tag == 273 || tag == 279 || list;
          out.putShort(tag.shortValue()).putShort((short) (wide && !list ? 4 : 3));
          out.putInt(tag == 258 ? samples : 1);
          if (list) {
            out.putInt(bitsAt);
          } else if (wide) {
            out.putInt(value);
          } else {
            out.putShort(value.shortValue())
                .putShort(tag == 258 && samples == 2 ? value.shortValue() : 0);
          }
        });
    return out.putInt(0).array();
  }

  /** Samples of 16 bits in this file's byte order. */
  static byte[] words(int[] samples, ByteOrder order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int sample : samples) {
      out.writeBytes(ByteBuffer.allocate(2).order(order).putShort((short) sample).array());
    }
    return out.toByteArray();
  }
}
