package io.github.sam4j.weights.file;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a weights file is around its tensors.
 *
 * @param format in words: "safetensors", "PyTorch checkpoint"
 * @param nesting keys under which the tensors lie, outermost first; empty if they lie at the top
 * @param beside keys that stand beside them, with the number of tensors below each
 */
public record FileLayout(String format, List<String> nesting, Map<String, Integer> beside) {
  /** Copies list and map; the map keeps its order. */
  public FileLayout {
    nesting = List.copyOf(nesting);
    beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
  }

  /** A file that holds tensors and nothing else. */
  public static FileLayout flat(String format) {
    return new FileLayout(format, List.of(), Map.of());
  }
}
