package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.torch.PickleValue.Dict;
import io.github.sam4j.weights.torch.PickleValue.Global;
import io.github.sam4j.weights.torch.PickleValue.Opaque;
import io.github.sam4j.weights.torch.PickleValue.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The state dict in what a checkpoint holds.
 *
 * <p>Training puts it under a key, beside the optimizer's state, arguments and averages of the
 * weights; {@link StateDictSearch} tells which dict it is. What stands beside it may be anything;
 * inside it, numbers and text are passed over, but what only running code could make is an error
 * that names the code.
 *
 * @param path keys that lead to it, outermost first
 * @param tensors by name, in the file's order
 * @param beside keys that stand beside it on the way, with the number of tensors below each
 */
record StateDict(List<String> path, Map<String, View> tensors, Map<String, Integer> beside) {
  /**
   * Finds it.
   *
   * @throws WeightsFormatException if there is none, or what is in its place cannot be read
   */
  static StateDict find(String source, PickleValue root) {
    if (!(root instanceof Dict dict)) {
      throw WeightsFormatException.file(
          source,
          "a state dict (save it with torch.save(model.state_dict(), file))",
          describe(root) + (root instanceof Opaque ? PICKLED_MODULE : ""));
    }
    StateDictSearch.Candidate found =
        StateDictSearch.of(dict).orElseThrow(() -> nothing(source, dict));
    return new StateDict(
        found.path(), tensors(source, found.dict()), StateDictSearch.beside(dict, found.path()));
  }

  private static final String PICKLED_MODULE =
      "; a whole module, saved by torch.save(model), is code and is not read: where there is"
          + " another file with the state dict, take that (of SlimSAM the uniform ones, such as"
          + " SlimSAM-50-uniform.pth, not the global SlimSAM-50.pth and SlimSAM-77.pth)";

  private static Map<String, View> tensors(String source, Dict dict) {
    Map<String, View> tensors = new LinkedHashMap<>();
    dict.members()
        .forEach(
            (name, value) -> {
              if (value instanceof View view) {
                tensors.put(name, view);
              } else if (value instanceof Opaque || value instanceof Global) {
                throw WeightsFormatException.tensor(
                    source, name, "a tensor", describe(value) + "; only tensors are read");
              }
            });
    return tensors;
  }

  private static WeightsFormatException nothing(String source, Dict dict) {
    for (String key : StateDictSearch.KEYS) {
      if (dict.members().get(key) instanceof Opaque module) {
        return WeightsFormatException.tensor(
            source, key, "a state dict", describe(module) + PICKLED_MODULE);
      }
    }
    tensors(source, dict); // What stands in place of a tensor is the better message.
    return WeightsFormatException.file(
        source,
        "a state dict at the top or under a key such as " + StateDictSearch.KEYS,
        "a dict without tensors, with the keys "
            + dict.members().keySet().stream().limit(8).toList());
  }

  private static String describe(PickleValue value) {
    if (value instanceof Opaque opaque) {
      return "an object that " + opaque.what() + " would have to make, which is not run";
    }
    if (value instanceof Global global) {
      return global.qualified() + ", which is not run";
    }
    return value instanceof View
        ? "a single tensor"
        : "a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
