package io.github.sam4j.weights.torch;

import io.github.sam4j.weights.file.DataType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold once it is read as data. Values may contain themselves, so nothing here is
 * compared, hashed or printed as a whole.
 */
sealed interface PickleValue {
  /** Text. */
  record Text(String value) implements PickleValue {}

  /** A whole number of at most 64 bits. */
  record Int(long value) implements PickleValue {}

  /** True, false, None, a float: read past, used nowhere. */
  enum Plain implements PickleValue {
    TRUE,
    FALSE,
    NONE,
    REAL
  }

  /** A tuple. */
  record Tuple(List<PickleValue> items) implements PickleValue {}

  /** A list, still growing. */
  record Items(List<PickleValue> items) implements PickleValue {}

  /** A dict or OrderedDict, still growing; only members with text keys are kept. */
  record Dict(Map<String, PickleValue> members) implements PickleValue {
    Dict() {
      this(new LinkedHashMap<>());
    }
  }

  /** The name of a Python class or function. It is never looked up. */
  record Global(String module, String name) implements PickleValue {
    /** As Python writes it. */
    String qualified() {
      return module + "." + name;
    }
  }

  /** A storage: the zip entry {@code data/<key>}. */
  record Storage(DataType type, String key, long elements) implements PickleValue {}

  /** A view of a storage; sizes and strides are not checked yet. */
  record View(Storage storage, long offset, long[] shape, long[] strides) implements PickleValue {}

  /** What Python would have made by running code; nothing was run, only its name is kept. */
  record Opaque(String what) implements PickleValue {}
}
