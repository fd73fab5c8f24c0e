package io.github.sam4j.cpu.kernel;

import io.github.sam4j.cpu.memory.Block;
import io.github.sam4j.cpu.memory.Rows;
import io.github.sam4j.cpu.memory.Span;
import io.github.sam4j.cpu.memory.Square;

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

  /** target *= factors. */
  void multiply(Block target, int to, Block factors, int from, int length);

  /** target = the greatest of the square's cells, channel by channel. */
  void greatest(Square square, Block target, int to, int length);

  /** target += a x factor. */
  void addScaled(Block a, int atA, float factor, Block target, int to, int length);

  /** target = norm(target + source), for one row. */
  void addedNorm(
      Block source, int from, Block target, int to, int width, Span gain, Span bias, float epsilon);

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
   *
   * @param spare working memory of {@link #headSpare} floats
   */
  void headSoftmax(Rows scores, int heads, Span biases, Span spare);

  /**
   * scores = softmax over keys of scores x scale, but for the division by each query's sum.
   *
   * @param scores a row for each key, a column for each query; rows lie at least the queries
   *     rounded up to {@link #lanes} apart
   * @param factors written: the inverse of each query's sum
   */
  void softmaxes(Rows scores, float scale, Span factors);

  /**
   * scores = e^(scores - greatest of the query), for scores as in {@link #softmaxes}.
   *
   * @param greatestAt written to {@code results}: the greatest score of each query
   * @param sumsAt written to {@code results}: the sum over the keys
   */
  void exponentials(Rows scores, Block results, int greatestAt, int sumsAt);

  /** target = scores x values x factors, for scores as in {@link #softmaxes}. */
  void weigh(Rows scores, Rows values, Span factors, Rows target);
}
