package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.FileLayout;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.file.StoredTensor;
import io.github.sam4j.weights.file.WeightsFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code torch.save} has written since PyTorch 1.6: a zip file with a pickle that
 * describes the tensors and one entry per storage, which stays in the mapped file.
 */
public final class TorchReader {
  private static final int MAX_PICKLE = 32 << 20;
  private static final String PICKLE = "data.pkl";
  private static final String FORMAT = "PyTorch checkpoint";

  private TorchReader() {}

  /** Whether a file begins like a zip file. */
  public static boolean recognises(MappedFile file) {
    return file.size() >= 4 && file.getUnsignedInt(0) == 0x04034b50;
  }

  /**
   * Reads the directory and the pickle.
   *
   * @throws WeightsFormatException at the first fault
   */
  public static WeightsFile read(MappedFile file) {
    Map<String, ZipMember> members = ZipDirectory.read(file).members();
    ZipMember pickle = pickle(file.source(), members);
    String folder = folder(pickle);
    checkByteOrder(file, members.get(folder + "byteorder"));
    PickleValue root =
        Unpickler.read(file.source(), file.read(pickle.position(), (int) pickle.size()));
    TensorLayout layout = new TensorLayout(file.source(), folder, members);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    StateDict found = StateDict.find(file.source(), root);
    found.tensors().forEach((name, view) -> tensors.put(name, layout.locate(name, view)));
    if (tensors.size() > StoredTensor.MAX_TENSORS) {
      throw WeightsFormatException.file(
          file.source(),
          "at most " + StoredTensor.MAX_TENSORS + " tensors",
          tensors.size() + " tensors");
    }
    return new WeightsFile(
        file, tensors, Map.of(), new FileLayout(FORMAT, found.path(), found.beside()));
  }

  private static ZipMember pickle(String source, Map<String, ZipMember> members) {
    List<ZipMember> found =
        members.values().stream()
            .filter(member -> member.name().matches("([^/]+/)?" + PICKLE))
            .toList();
    if (found.size() != 1) {
      throw WeightsFormatException.file(
          source,
          "a PyTorch checkpoint with one entry data.pkl",
          found.size()
              + " of them in a zip file with the entries "
              + members.keySet().stream().limit(4).toList());
    }
    ZipMember pickle = found.get(0);
    if (members.containsKey(folder(pickle) + "constants.pkl")) {
      throw WeightsFormatException.file(
          source,
          "a state dict",
          "a TorchScript program (save its weights with"
              + " torch.save(torch.jit.load(file).state_dict(), new_file))");
    }
    requirePlain(source, pickle);
    if (pickle.size() > MAX_PICKLE) {
      throw WeightsFormatException.file(
          source, "a pickle of at most " + MAX_PICKLE + " bytes", pickle.size() + " bytes");
    }
    return pickle;
  }

  /** What all entries' names begin with: a folder and a slash, or nothing. */
  private static String folder(ZipMember pickle) {
    return pickle.name().substring(0, pickle.name().length() - PICKLE.length());
  }

  static void requirePlain(String source, ZipMember member) {
    if (!member.plain()) {
      throw WeightsFormatException.file(
          source,
          "entries stored as they are, as torch.save writes them",
          "entry '" + member.name() + "' compressed or encrypted");
    }
  }

  private static void checkByteOrder(MappedFile file, @Nullable ZipMember entry) {
    if (entry == null) {
      return; // Older versions of PyTorch do not write it; all were little-endian.
    }
    requirePlain(file.source(), entry);
    String order =
        new String(
            file.read(entry.position(), (int) Math.min(16, entry.size())), StandardCharsets.UTF_8);
    if (!order.strip().equals("little")) {
      throw WeightsFormatException.file(file.source(), "byte order 'little'", "'" + order + "'");
    }
  }
}
