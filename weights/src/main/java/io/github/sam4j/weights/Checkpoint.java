package io.github.sam4j.weights;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.weights.CheckpointParts.Part;
import io.github.sam4j.weights.file.FileLayout;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.naming.NameTable;
import io.github.sam4j.weights.naming.WrapperPrefixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as users have it, whatever its format: its tensors under its authors' names, without
 * the prefixes that wrappers of a model put before all of them. {@link #renamed} gives them the
 * names that the library's parts ask for. Whose model it is, others tell by the names.
 *
 * <p>The file is mapped, its structure is checked whole when it is opened, and values are read and
 * converted to float32 only when asked for. Nothing in a file is ever run. Tensors the library has
 * no use for stay in {@link #names} and cost nothing.
 *
 * <p>Immutable and thread-safe until it is closed; after that, values are an {@link
 * IllegalStateException}. On Windows the file may stay locked until the garbage collector unmaps
 * it.
 */
public final class Checkpoint implements Parameters, AutoCloseable {
  /** How many names a message shows. */
  private static final int SHOWN = 3;

  private final String source;
  private final @Nullable Path file;
  private final CheckpointParts parts;
  private final String prefix;
  private final Map<String, Part> tensors;

  private Checkpoint(String source, @Nullable Path file, CheckpointParts parts) {
    this.source = source;
    this.file = file;
    this.parts = parts;
    prefix = WrapperPrefixes.common(parts.tensors().keySet());
    Map<String, Part> bare = new LinkedHashMap<>();
    parts.tensors().forEach((name, part) -> bare.put(name.substring(prefix.length()), part));
    this.tensors = Collections.unmodifiableMap(bare);
  }

  /**
   * Opens a safetensors file, a PyTorch checkpoint written by {@code torch.save} since PyTorch 1.6,
   * or a Hugging Face folder ({@code model.safetensors}, its shards, or {@code pytorch_model.bin}).
   * The content tells the format, not the name.
   *
   * @throws WeightsFormatException if a file is damaged, hostile or of another format
   * @throws IOException if a file is missing or cannot be read
   */
  public static Checkpoint open(Path path) throws IOException {
    return of(path.toString(), path, CheckpointParts.open(path));
  }

  /**
   * Opens a file's content that is in memory, such as a resource.
   *
   * @param source what messages call it
   * @param content of a safetensors file or a PyTorch checkpoint; not copied, not to be changed
   * @throws WeightsFormatException if it is damaged, hostile or of another format
   */
  public static Checkpoint of(String source, byte[] content) {
    return of(source, null, CheckpointParts.single(MappedFile.of(source, content)));
  }

  private static Checkpoint of(String source, @Nullable Path file, CheckpointParts parts) {
    try {
      return new Checkpoint(source, file, parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** The file or folder that was opened; none if the content was in memory. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** What the file is around its tensors; of a folder's shards, the first is told. */
  public FileLayout layout() {
    return parts.files().get(0).layout();
  }

  /** What stood before every name in the file, and was taken off; often nothing. */
  public String prefix() {
    return prefix;
  }

  /** Text that the file's author put beside the tensors (safetensors' {@code __metadata__}). */
  public Map<String, String> metadata() {
    return parts.metadata();
  }

  /**
   * The {@code config.json} in the folder or beside the file, if there is one.
   *
   * @throws WeightsFormatException if it is not a JSON object
   * @throws IOException if it cannot be read
   */
  public Optional<JsonObject> config() throws IOException {
    if (file == null) {
      return Optional.empty();
    }
    Path config =
        Files.isDirectory(file) ? file.resolve("config.json") : file.resolveSibling("config.json");
    return Files.isRegularFile(config) ? Optional.of(StrictJson.read(config)) : Optional.empty();
  }

  /** The tensors' names as the file has them. */
  public Set<String> rawNames() {
    return parts.tensors().keySet();
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  @Override
  public int[] shape(String name) {
    return part(name).tensor().shape().clone();
  }

  @Override
  public float[] values(String name) {
    Part part = part(name);
    return part.file().values(part.tensor());
  }

  /**
   * The same names and shapes with zeros for values: what a model can be checked with, and no value
   * is read. It lives as long as this checkpoint.
   */
  public Parameters shapesOnly(NameTable table) {
    return new ShapesOnly(this, table.translate(names()));
  }

  /** Checks that a tensor's values could be read, without reading them. */
  void requireReadable(String name) {
    Part part = part(name);
    part.file().requireReadable(part.tensor());
  }

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public String toString() {
    return "Checkpoint[" + source + ", " + tensors.size() + " tensors]";
  }

  private Part part(String name) {
    Part part = tensors.get(name);
    if (part == null) {
      throw WeightsFormatException.tensor(
          source(), name, "a tensor of this name", "none among " + contents());
    }
    return part;
  }

  /** The same tensors under the library's names; it lives as long as this checkpoint. */
  public Parameters renamed(NameTable table) {
    return new RenamedParameters(this, table.translate(names()));
  }

  /** How many tensors there are and what the first are called, for messages. */
  public String contents() {
    String first =
        tensors.keySet().stream()
            .limit(SHOWN)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", " (", tensors.size() > SHOWN ? ", ...)" : ")"));
    return tensors.size() + " tensors" + (tensors.isEmpty() ? "" : first);
  }
}
