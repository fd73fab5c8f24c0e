package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.Answers.Wanted;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What the mask tokens of some prompts make of themselves, for the tokens that any of them needs.
 *
 * @param values (P x tokens, L)
 * @param maskTokens the tokens, in ascending order
 * @param start number of the first prompt in the batch
 */
record Filters(Tensor values, int[] maskTokens, int start) {
  /**
   * Those that some masks need.
   *
   * @param filter makes a token's: (P, L)
   */
  static Filters of(Operators ops, List<Wanted> wanted, int start, IntFunction<Tensor> filter) {
    int[] maskTokens =
        wanted.stream()
            .flatMap(mask -> mask.candidates().tokens().stream())
            .mapToInt(Integer::intValue)
            .distinct()
            .sorted()
            .toArray();
    Tensor[] each = IntStream.of(maskTokens).mapToObj(filter).toArray(Tensor[]::new);
    int prompts = each[0].dim(0);
    int width = each[0].dim(1);
    Tensor all = ops.empty(prompts, maskTokens.length, width);
    for (int k = 0; k < maskTokens.length; k++) {
      ops.copy(all.select(1, k), each[k]);
    }
    return new Filters(all.reshape(prompts * maskTokens.length, width), maskTokens, start);
  }

  /**
   * Filters of some masks, for {@link ImagePath.Pass#masks}.
   *
   * @param filters (K, L)
   * @param owners the prompt of each
   * @param maskTokens the mask token of each
   */
  record Chosen(Tensor filters, int[] owners, int[] maskTokens) {}

  /** Those of the candidates for some masks. */
  Chosen of(Operators ops, List<Wanted> wanted) {
    int count = wanted.stream().mapToInt(mask -> mask.candidates().tokens().size()).sum();
    int[] owners = new int[count];
    int[] tokens = new int[count];
    int[] rows = new int[count];
    int k = 0;
    for (Wanted mask : wanted) {
      for (int token : mask.candidates().tokens()) {
        owners[k] = mask.prompt() - start;
        tokens[k] = token;
        rows[k] = owners[k] * maskTokens.length + index(token);
        k++;
      }
    }
    return new Chosen(rows(ops, rows), owners, tokens);
  }

  private int index(int token) {
    int index = 0;
    while (maskTokens[index] != token) {
      index++;
    }
    return index;
  }

  /** Some rows, without a copy if they follow each other. */
  private Tensor rows(Operators ops, int[] rows) {
    if (IntStream.range(1, rows.length).allMatch(i -> rows[i] == rows[i - 1] + 1)) {
      return values.slice(0, rows[0], rows[0] + rows.length);
    }
    Tensor chosen = ops.empty(rows.length, values.dim(1));
    for (int i = 0; i < rows.length; i++) {
      ops.copy(chosen.select(0, i), values.select(0, rows[i]));
    }
    return chosen;
  }
}
