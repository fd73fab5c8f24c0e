package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;

/**
 * The loops between an engine's matrix products. Stateless and safe for many threads; results do
 * not depend on where the memory lies.
 */
public interface Kernels {
  /** What the log calls them. */
  String name();

  /** Rows of {@link #softmaxes} and {@link #exponentials} are a multiple of so many floats long. */
  int lanes();

  /** The least multiple of {@link #lanes} that is not less than n. */
  default int roundUp(int n) {
    return (n + lanes() - 1) / lanes() * lanes();
  }

  /** target = a + b. */
  void add(Block a, int atA, Block b, int atB, Block target, int to, int length);

  /** target += a x factor. */
  void addScaled(Block a, int atA, float factor, Block target, int to, int length);

  /** target = norm(target + source), for one row. */
  void addedNorm(
      Block source,
      int from,
      Block target,
      int to,
      int width,
      Block gain,
      int gainAt,
      Block bias,
      int biasAt,
      float epsilon);

  /** Floats that {@link #outerSum} may write behind its result and read behind its columns. */
  int outerSumSpare();

  /** target[y, x] = rows[y] + columns[x], as side x side adjacent values. */
  void outerSum(Block target, int to, Block parts, int rowsAt, int columnsAt, int side);

  /** Floats from one row of n scores of {@link #headSoftmax} to the next. */
  int headStride(int n);

  /** Floats of working memory that {@link #headSoftmax} needs for rows of n scores. */
  int headSpare(int n);

  /**
   * scores = softmax over tokens of scores + biases. A row's scores lie token by token and for each
   * token head by head; rows lie {@link #headStride} apart.
   */
  void headSoftmax(
      Block scores,
      int at,
      int rows,
      int tokens,
      int heads,
      Block biases,
      int biasesAt,
      Block spare,
      int spareAt);

  /**
   * scores = softmax over keys of scores x scale, but for the division by each query's sum. Scores
   * lie key by key: a row for each key, a column for each query.
   *
   * @param stride floats from one key to the next, at least the queries rounded up to {@link
   *     #lanes}
   * @param factors written: the inverse of each query's sum
   */
  void softmaxes(
      Block scores,
      int at,
      int stride,
      int queries,
      int keys,
      float scale,
      Block factors,
      int factorsAt);

  /**
   * scores = e^(scores - greatest of the query), for scores as in {@link #softmaxes}.
   *
   * @param greatestAt written to {@code results}: the greatest score of each query
   * @param sumsAt written to {@code results}: the sum over the keys
   */
  void exponentials(
      Block scores,
      int at,
      int stride,
      int queries,
      int keys,
      Block results,
      int greatestAt,
      int sumsAt);

  /** target = scores x values x factors, a row for each query, for scores as in softmaxes. */
  void weigh(
      Block scores,
      int scoresAt,
      int scoresStride,
      int keys,
      Block values,
      int at,
      int stride,
      int width,
      Block factors,
      int factorsAt,
      int queries,
      Block target,
      int to,
      int targetStride);
}
