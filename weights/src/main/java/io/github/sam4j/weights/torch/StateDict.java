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
import org.jspecify.annotations.Nullable;

/**
 * Finds the state dict in what a checkpoint holds.
 *
 * <p>It is the first dict that holds tensors, looking under the usual keys, these inside one
 * another too, before the dict at the top. Beside the state dict anything may stand, such as the
 * training's arguments or the optimizer's state; inside it, numbers and text are passed over, but
 * what only running code could make is an error that names the code.
 */
final class StateDict {
  private static final List<String> KEYS =
      List.of(
          "model", "state_dict", "model_state_dict", "model_state", "ema", "model_ema", "module");
  private static final int MAX_DEPTH = 4;

  private StateDict() {}

  /** The tensors of the state dict, by name, in the file's order. */
  static Map<String, View> find(String source, PickleValue root) {
    if (!(root instanceof Dict dict)) {
      throw WeightsFormatException.file(
          source,
          "a state dict (save it with torch.save(model.state_dict(), file))",
          describe(root));
    }
    Dict found = search(dict, 0);
    return tensors(source, found == null ? dict : found, found != null);
  }

  private static @Nullable Dict search(Dict dict, int depth) {
    if (depth < MAX_DEPTH) {
      for (String key : KEYS) {
        if (dict.members().get(key) instanceof Dict nested) {
          Dict found = search(nested, depth + 1);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return dict.members().values().stream().anyMatch(View.class::isInstance) ? dict : null;
  }

  private static Map<String, View> tensors(String source, Dict dict, boolean any) {
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
    if (!any) {
      throw WeightsFormatException.file(
          source,
          "a state dict at the top or under one of " + KEYS,
          "a dict without tensors, with the keys "
              + dict.members().keySet().stream().limit(8).toList());
    }
    return tensors;
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
