package io.github.sam4j.weights;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.json.StrictJson;
import io.github.sam4j.weights.file.MappedFile;
import io.github.sam4j.weights.file.StoredTensor;
import io.github.sam4j.weights.file.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that make up a checkpoint: one, or the shards that a Hugging Face folder lists.
 *
 * @param tensors by the files' own names, with the file each is in
 */
record CheckpointParts(
    List<WeightsFile> files, Map<String, Part> tensors, Map<String, String> metadata) {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  private static final String TORCH = "pytorch_model.bin";
  private static final int MAX_SHARDS = 1_000;

  /** A tensor and the file it is in. */
  record Part(WeightsFile file, StoredTensor tensor) {}

  static CheckpointParts open(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return single(MappedFile.open(path));
    }
    for (String name : List.of(SINGLE, INDEX, TORCH)) {
      Path file = path.resolve(name);
      if (Files.exists(file)) {
        return name.equals(INDEX) ? sharded(file) : single(MappedFile.open(file));
      }
    }
    throw WeightsFormatException.file(
        path.toString(), "a folder with " + SINGLE + ", " + INDEX + " or " + TORCH, "none of them");
  }

  void close() {
    files.forEach(WeightsFile::close);
  }

  /** One file. */
  static CheckpointParts single(MappedFile bytes) {
    WeightsFile file = FileFormat.open(bytes);
    Map<String, Part> tensors = new LinkedHashMap<>();
    file.tensors().forEach((name, tensor) -> tensors.put(name, new Part(file, tensor)));
    return new CheckpointParts(
        List.of(file), Collections.unmodifiableMap(tensors), file.metadata());
  }

  private static CheckpointParts sharded(Path index) throws IOException {
    Map<String, Object> map = StrictJson.read(index).requiredObject("weight_map").members();
    Map<String, WeightsFile> shards = new LinkedHashMap<>();
    Map<String, Part> tensors = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Object> entry : map.entrySet()) {
        String name = entry.getKey();
        String shardName = shardName(index, name, entry.getValue());
        WeightsFile shard = shards.get(shardName);
        if (shard == null) {
          if (shards.size() == MAX_SHARDS) {
            throw WeightsFormatException.file(
                index.toString(), "at most " + MAX_SHARDS + " shards", "more");
          }
          shard = FileFormat.open(MappedFile.open(index.resolveSibling(shardName)));
          shards.put(shardName, shard);
          metadata.putAll(shard.metadata());
        }
        StoredTensor tensor = shard.tensors().get(name);
        if (tensor == null) {
          throw WeightsFormatException.tensor(
              shard.source(), name, "the tensor that " + index + " puts here", "none");
        }
        tensors.put(name, new Part(shard, tensor));
      }
    } catch (IOException | RuntimeException e) {
      shards.values().forEach(WeightsFile::close);
      throw e;
    }
    return new CheckpointParts(
        List.copyOf(shards.values()),
        Collections.unmodifiableMap(tensors),
        Collections.unmodifiableMap(metadata));
  }

  /** A shard lies beside its index: anything else would read a file of the attacker's choice. */
  private static String shardName(Path index, String tensor, Object value) {
    if (value instanceof String name && name.matches("[\\w-][\\w.-]*")) {
      return name;
    }
    throw WeightsFormatException.tensor(
        index.toString(), tensor, "the name of a file beside the index", "'" + value + "'");
  }
}
