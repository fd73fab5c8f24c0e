package io.github.sam4j.core.image;

import io.github.sam4j.core.geometry.ImageSize;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JPEG files with EXIF segments written by hand. */
final class JpegFiles {
  private JpegFiles() {}

  static byte[] jpeg(int width, int height, int seed) {
    return TestPictures.encode(
        TestPictures.picture(3, 2, seed).resized(new ImageSize(width, height)).toBufferedImage(),
        "jpg");
  }

  /** The picture with an APP1 segment: an orientation, and bytes where a thumbnail would lie. */
  static byte[] withExif(byte[] jpeg, int orientation, byte[] thumbnail) {
    ByteBuffer exif = ByteBuffer.allocate(4 + 6 + 8 + 2 + 12 + 4 + thumbnail.length);
    exif.putShort((short) 0xffe1).putShort((short) (exif.capacity() - 2));
    exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    exif.putShort((short) 1);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0);
    exif.putInt(0).put(thumbnail);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(jpeg, 2));
    out.writeBytes(exif.array());
    out.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
    return out.toByteArray();
  }
}
