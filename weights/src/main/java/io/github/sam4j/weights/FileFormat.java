package io.github.sam4j.weights;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.file.WeightsFile;
import io.github.sam4j.weights.safetensors.SafetensorsReader;
import io.github.sam4j.weights.torch.TorchReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Tells a weights file's format by its content, whatever its name. */
final class FileFormat {
  private static final String CONVERT =
      "; in PyTorch 1.6 or newer, torch.save(torch.load(file, weights_only=True), new_file)"
          + " converts it";

  /** The beginning of a format that is not read, and what to say of it. */
  private record Foreign(int position, byte[] magic, String description) {
    Foreign(int position, String magic, String description) {
      this(position, magic.getBytes(StandardCharsets.ISO_8859_1), description);
    }

    boolean fits(byte[] head) {
      int end = position + magic.length;
      return head.length >= end && Arrays.equals(head, position, end, magic, 0, magic.length);
    }
  }

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign(
              2,
              "\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.",
              "a PyTorch file of the format before 1.6 (a bare pickle)" + CONVERT),
          new Foreign(257, "ustar", "a TAR archive, perhaps of a PyTorch before 0.1.10" + CONVERT),
          new Foreign(
              0, "version https://git-lfs", "a Git LFS pointer: the file itself is missing"),
          new Foreign(0, "<", "a web page or XML: the download did not give the file"),
          new Foreign(0, "GGUF", "a GGUF file"),
          new Foreign(0, "\u0089HDF", "an HDF5 file"),
          new Foreign(0, "\u0093NUMPY", "a NumPy array"),
          new Foreign(0, "\u001f\u008b", "a gzip file: unpack it first"),
          new Foreign(0, "\u0080", "a Python pickle" + CONVERT));

  private FileFormat() {}

  /** Reads a file with the reader for its format; closes it if that fails. */
  static WeightsFile open(MappedFile file) {
    try {
      return read(file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static WeightsFile read(MappedFile file) {
    if (TorchReader.recognises(file)) {
      return TorchReader.read(file);
    }
    if (SafetensorsReader.recognises(file)) {
      return SafetensorsReader.read(file);
    }
    byte[] head = file.read(0, (int) Math.min(512, file.size()));
    for (Foreign foreign : FOREIGN) {
      if (foreign.fits(head)) {
        throw WeightsFormatException.file(
            file.source(), "a safetensors file or a PyTorch checkpoint", foreign.description());
      }
    }
    throw WeightsFormatException.file(
        file.source(),
        "a safetensors file or a PyTorch checkpoint",
        file.size() == 0 ? "an empty file" : "a file of another format, or a damaged one");
  }
}
