package io.github.sam4j.weights;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.json.StrictJson;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.weights.CheckpointParts.Part;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.naming.SamNames;
import io.github.sam4j.weights.naming.WrapperPrefixes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A checkpoint as users have it, whatever its format: its tensors under the library's names.
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
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

  /** What the names of tensors that SAM and MobileSAM use begin with. */
  private static final List<String> PARTS =
      List.of("image_encoder.", "prompt_encoder.", "mask_decoder.");

  private final String source;
  private final @Nullable Path file;
  private final CheckpointParts parts;
  private final ModelFamily family;
  private final Map<String, Part> tensors;

  private Checkpoint(String source, @Nullable Path file, CheckpointParts parts) {
    this.source = source;
    this.file = file;
    this.parts = parts;
    String prefix = WrapperPrefixes.common(parts.tensors().keySet());
    Map<String, Part> bare = new LinkedHashMap<>();
    parts.tensors().forEach((name, part) -> bare.put(name.substring(prefix.length()), part));
    this.family = ModelFamily.of(bare.keySet());
    this.tensors = Collections.unmodifiableMap(translate(bare));
    logExtras();
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

  /** Whose checkpoint it is. */
  public ModelFamily family() {
    return family;
  }

  /**
   * The family, which must be one of these.
   *
   * @throws WeightsFormatException saying what the file looks like
   */
  public ModelFamily requireFamily(ModelFamily... expected) {
    if (Arrays.asList(expected).contains(family)) {
      return family;
    }
    String wanted =
        Arrays.stream(expected).map(ModelFamily::title).collect(Collectors.joining(" or "));
    throw WeightsFormatException.file(source(), "a checkpoint of " + wanted, describe());
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

  @Override
  public void close() {
    parts.close();
  }

  @Override
  public String toString() {
    return "Checkpoint[" + source + ", " + family.title() + ", " + tensors.size() + " tensors]";
  }

  private Part part(String name) {
    Part part = tensors.get(name);
    if (part == null) {
      throw WeightsFormatException.tensor(
          source(), name, "a tensor of this name", "none in " + describe());
    }
    return part;
  }

  private Map<String, Part> translate(Map<String, Part> bare) {
    if (family != ModelFamily.SAM || !SamNames.isHuggingFace(bare.keySet())) {
      return bare;
    }
    Map<String, Part> internal = new LinkedHashMap<>();
    SamNames.fromHuggingFace(bare.keySet())
        .forEach((ours, theirs) -> internal.put(ours, bare.get(theirs)));
    return internal;
  }

  private String describe() {
    String which =
        switch (family) {
          case UNKNOWN -> "an unknown model";
          default -> "a checkpoint of " + family.title();
        };
    return which
        + " with "
        + tensors.size()
        + " tensors"
        + tensors.keySet().stream()
            .limit(3)
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(", ", tensors.isEmpty() ? "" : " (", ""))
        + (tensors.isEmpty() ? "" : ", ...)");
  }

  private void logExtras() {
    if (LOG.isDebugEnabled() && (family == ModelFamily.SAM || family == ModelFamily.MOBILE_SAM)) {
      List<String> extras =
          tensors.keySet().stream()
              .filter(name -> PARTS.stream().noneMatch(name::startsWith))
              .toList();
      if (!extras.isEmpty()) {
        LOG.debug("{}: {} tensors that are not used: {}", source, extras.size(), extras);
      }
    }
  }
}
