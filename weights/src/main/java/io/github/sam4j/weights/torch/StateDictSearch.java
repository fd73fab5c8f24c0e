package io.github.sam4j.weights.torch;

import io.github.sam4j.weights.torch.PickleValue.Dict;
import io.github.sam4j.weights.torch.PickleValue.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the state dict among a checkpoint's dicts: of those under the keys that training code
 * uses, one inside another too, and the one at the top, the one with the most tensors. Averages of
 * the weights count only where there is nothing else, dicts under other keys only where there is
 * neither; the state of an optimizer and of further decoders never does.
 *
 * <p>Values may contain themselves: every dict is looked at once, to a limited depth.
 */
final class StateDictSearch {
  /** Where training code puts the weights; of dicts with equally many tensors the first is it. */
  static final List<String> KEYS =
      List.of(
          "model_state", "model", "state_dict", "model_state_dict", "params", "network", "module");

  /** Averages of the weights, which stand beside them. */
  private static final List<String> AVERAGES = List.of("ema", "model_ema", "ema_model");

  private static final int MAX_DEPTH = 4;

  /**
   * A dict that holds tensors.
   *
   * @param path keys that lead to it
   * @param rank 0 for what training code calls the model; a higher one counts only where no lower
   *     one is
   */
  record Candidate(List<String> path, Dict dict, int rank) {}

  private final Set<Dict> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable Candidate best;

  private StateDictSearch() {}

  /** The state dict, if any dict holds tensors. */
  static Optional<Candidate> of(Dict root) {
    StateDictSearch search = new StateDictSearch();
    search.visit(root, List.of(), 0);
    return Optional.ofNullable(search.best);
  }

  private void visit(Dict dict, List<String> path, int rank) {
    if (!seen.add(dict)) {
      return;
    }
    if (path.size() < MAX_DEPTH) {
      descend(dict, path, rank, KEYS, 0);
      descend(dict, path, rank, AVERAGES, 1);
      descend(dict, path, rank, List.copyOf(dict.members().keySet()), 2);
    }
    Candidate candidate = new Candidate(path, dict, rank);
    if (tensors(dict) > 0 && (best == null || better(candidate, best))) {
      best = candidate;
    }
  }

  private void descend(Dict dict, List<String> path, int rank, List<String> keys, int least) {
    for (String key : keys) {
      if (dict.members().get(key) instanceof Dict nested && !isForeign(key)) {
        List<String> longer = Stream.concat(path.stream(), Stream.of(key)).toList();
        visit(nested, longer, Math.max(rank, least));
      }
    }
  }

  private static boolean better(Candidate one, Candidate other) {
    return one.rank() != other.rank()
        ? one.rank() < other.rank()
        : tensors(one.dict()) > tensors(other.dict());
  }

  /** What no model is made of: an optimizer's state, a decoder for something else. */
  private static boolean isForeign(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return lower.startsWith("optim") || lower.equals("decoder_state");
  }

  private static long tensors(Dict dict) {
    return dict.members().values().stream().filter(View.class::isInstance).count();
  }

  /** What stands beside a dict and the dicts around it, with the number of tensors below each. */
  static Map<String, Integer> beside(Dict root, List<String> path) {
    Map<String, Integer> beside = new LinkedHashMap<>();
    Set<Dict> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    List<String> around = new ArrayList<>();
    Dict dict = root;
    for (String key : path) {
      String prefix = around.isEmpty() ? "" : String.join(".", around) + ".";
      dict.members()
          .forEach(
              (name, value) -> {
                if (!name.equals(key)) {
                  beside.put(prefix + name, count(value, counted, 0));
                }
              });
      around.add(key);
      dict = (Dict) Objects.requireNonNull(dict.members().get(key), key);
    }
    return beside;
  }

  private static int count(PickleValue value, Set<Dict> counted, int depth) {
    if (value instanceof View) {
      return 1;
    }
    int count = 0;
    if (value instanceof Dict dict && depth < MAX_DEPTH && counted.add(dict)) {
      for (PickleValue member : dict.members().values()) {
        count += count(member, counted, depth + 1);
      }
    }
    return count;
  }
}
