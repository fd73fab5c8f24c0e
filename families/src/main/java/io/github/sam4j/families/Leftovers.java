package io.github.sam4j.families;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is in a checkpoint that its model has not read.
 *
 * @param inside tensors among the model's parts, by the library's names: the model is another than
 *     was loaded
 * @param beside what stands beside the model, such as an optimizer's state or a further decoder:
 *     its name, or what its tensors' names begin with, and the number of its tensors
 */
public record Leftovers(List<String> inside, Map<String, Integer> beside) {
  /** How many names a message shows. */
  private static final int SHOWN = 5;

  /** Copies list and map; the map keeps its order. */
  public Leftovers {
    inside = List.copyOf(inside);
    beside = Collections.unmodifiableMap(new LinkedHashMap<>(beside));
  }

  /**
   * Sorts what is left over.
   *
   * @param recognised whose checkpoint it is
   * @param names all of the library's names for its tensors
   * @param unread those that nothing has read once the model is loaded
   */
  public static Leftovers of(
      Checkpoint checkpoint,
      Families.Recognised recognised,
      Collection<String> names,
      Collection<String> unread) {
    Map<String, Integer> beside = new LinkedHashMap<>(checkpoint.layout().beside());
    for (String name : checkpoint.names()) {
      if (!name.startsWith(recognised.prefix())) {
        beside.merge(first(name), 1, Integer::sum);
      }
    }
    Set<String> left = new HashSet<>(unread);
    Set<String> parts =
        names.stream()
            .filter(name -> !left.contains(name))
            .map(Leftovers::first)
            .collect(Collectors.toSet());
    Family family = recognised.family();
    for (String name : unread) {
      if (!family.belongsToModel(name) && !parts.contains(first(name))) {
        beside.merge(recognised.prefix() + first(name), 1, Integer::sum);
      }
    }
    return new Leftovers(unread.stream().filter(family::belongsToModel).toList(), beside);
  }

  /** The name's first part, with a star for what follows. */
  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot) + ".*";
  }

  /** The error that a model with more in it than is run is refused with. */
  public WeightsFormatException refusal(String source, Family family) {
    return WeightsFormatException.file(
        source,
        "no tensors inside the model but those of " + family.title(),
        "%d more: %s%s"
            .formatted(
                inside.size(),
                String.join(", ", inside.subList(0, Math.min(SHOWN, inside.size()))),
                inside.size() > SHOWN ? ", ..." : ""));
  }

  /** What stands beside the model, in words; empty if nothing does. */
  public String describeBeside() {
    List<String> words =
        beside.entrySet().stream()
            .map(
                entry ->
                    entry.getKey()
                        + switch (entry.getValue()) {
                          case 0 -> "";
                          case 1 -> " (1 tensor)";
                          default -> " (" + entry.getValue() + " tensors)";
                        })
            .toList();
    int shown = Math.min(2 * SHOWN, words.size());
    String first = String.join(", ", words.subList(0, shown));
    return shown == words.size() ? first : first + " and " + (words.size() - shown) + " more";
  }
}
