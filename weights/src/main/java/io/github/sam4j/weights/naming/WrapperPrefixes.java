package io.github.sam4j.weights.naming;

import java.util.List;
import java.util.Set;

/**
 * Prefixes that wrappers of a model put before every name: data-parallel training ({@code
 * module.}), compilation ({@code _orig_mod.}), training frameworks ({@code model.}).
 */
public final class WrapperPrefixes {
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.", "model.", "sam.");

  private WrapperPrefixes() {}

  /** What all names begin with and none needs; one wrapper may stand inside another. */
  public static String common(Set<String> names) {
    String prefix = "";
    for (boolean found = !names.isEmpty(); found; ) {
      found = false;
      for (String wrapper : WRAPPERS) {
        String longer = prefix + wrapper;
        if (names.stream().allMatch(name -> name.startsWith(longer))) {
          prefix = longer;
          found = true;
          break;
        }
      }
    }
    return prefix;
  }
}
