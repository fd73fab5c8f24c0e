package io.github.sam4j.core.parameters;

import io.github.sam4j.core.error.WeightsFormatException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads an architecture from the names and shapes of its parameters. */
public final class ParameterLayout {
  /** A dimension that is to be found out. */
  public static final int ANY = -1;

  /** The largest input side in pixels that is believed; a longer one is a damaged file's. */
  public static final int MAX_INPUT_SIZE = 1 << 14;

  private ParameterLayout() {}

  /**
   * The shape of a tensor, of which some dimensions are known.
   *
   * @param pattern the dimensions expected; {@link #ANY} stands for any positive one
   * @throws WeightsFormatException if there is no such tensor or its shape does not fit
   */
  public static int[] shape(Parameters parameters, String name, int... pattern) {
    int[] found = parameters.shape(name);
    boolean fits = found.length == pattern.length;
    for (int i = 0; fits && i < pattern.length; i++) {
      fits = pattern[i] == ANY ? found[i] > 0 : found[i] == pattern[i];
    }
    if (!fits) {
      String expected =
          Arrays.stream(pattern)
              .mapToObj(d -> d == ANY ? "*" : Integer.toString(d))
              .collect(Collectors.joining(", ", "shape [", "]"));
      throw wrong(parameters, name, expected);
    }
    return found;
  }

  /**
   * How many numbered parts there are: {@code list.0}, {@code list.1}, ...
   *
   * @param member a tensor that each part has
   * @throws WeightsFormatException if there is none, or one is missing in between
   */
  public static int count(Parameters parameters, String list, String member) {
    int count = 0;
    while (parameters.has(list + "." + count + "." + member)) {
      count++;
    }
    long numbers =
        parameters.names().stream()
            .filter(name -> name.startsWith(list + "."))
            .map(name -> name.substring(list.length() + 1).split("\\.", 2)[0])
            .distinct()
            .count();
    if (count == 0 || numbers != count) {
      String missing = parameters.path(list + "." + count + "." + member);
      throw WeightsFormatException.tensor(parameters.source(), missing, "a tensor", "none");
    }
    return count;
  }

  /** The error for a tensor whose shape is not {@code expected}. */
  public static WeightsFormatException wrong(Parameters parameters, String name, String expected) {
    String found = "shape " + Arrays.toString(parameters.shape(name));
    return WeightsFormatException.tensor(
        parameters.source(), parameters.path(name), expected, found);
  }
}
