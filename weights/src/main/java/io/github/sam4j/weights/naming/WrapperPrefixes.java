package io.github.sam4j.weights.naming;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Prefixes that wrappers of a model put before its names: data-parallel training ({@code module.}),
 * compilation ({@code _orig_mod.}), training frameworks ({@code model.}), models that a model is
 * part of.
 */
public final class WrapperPrefixes {
  private static final List<String> WRAPPERS = List.of("module.", "_orig_mod.", "sam.", "model.");

  /** Parts of a prefix under which an average of the weights lies, beside the weights. */
  private static final Set<String> AVERAGES =
      Set.of("ema", "model_ema", "ema_model", "averaged_model", "teacher");

  private static final int MAX_CANDIDATES = 16;

  /** Wrappers inside one another. */
  private static final int MAX_PARTS = 6;

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

  /**
   * Prefixes under which a whole model may lie while other tensors lie beside it, the likeliest
   * first: none, then those that most names have, averages of the weights last.
   *
   * @return at most 16, each empty or with its dot
   */
  public static List<String> candidates(Set<String> names) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String name : names) {
      int parts = 0;
      for (int dot = name.indexOf('.');
          dot >= 0 && parts < MAX_PARTS;
          dot = name.indexOf('.', dot + 1)) {
        counts.merge(name.substring(0, dot + 1), 1, Integer::sum);
        parts++;
      }
    }
    List<String> candidates = new ArrayList<>(List.of(""));
    counts.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Integer> entry) -> isAverage(entry.getKey()))
                .thenComparing(Map.Entry.<String, Integer>comparingByValue().reversed()))
        .limit(MAX_CANDIDATES - 1)
        .forEach(entry -> candidates.add(entry.getKey()));
    return candidates;
  }

  private static boolean isAverage(String prefix) {
    for (String part : prefix.toLowerCase(Locale.ROOT).split("\\.", -1)) {
      if (AVERAGES.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** The names that begin with a prefix, without it, in their order. */
  public static Set<String> below(String prefix, Set<String> names) {
    if (prefix.isEmpty()) {
      return names;
    }
    Set<String> below = new LinkedHashSet<>();
    for (String name : names) {
      if (name.startsWith(prefix)) {
        below.add(name.substring(prefix.length()));
      }
    }
    return below;
  }
}
