package io.github.sam4j.decoder;

import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * A {@link PreparedImage} made of tensors, all in one block of their engine's memory.
 *
 * @param <T> what holds the tensors
 */
public final class PreparedTensors<T> implements PreparedImage {
  private final T parts;
  private final Storage storage;
  private volatile boolean closed;

  private PreparedTensors(T parts, Storage storage) {
    this.parts = parts;
    this.storage = storage;
  }

  /**
   * Copies tensors, which may live in scratch memory, into memory of their own.
   *
   * @param parts what holds the tensors
   * @param each gives the same with each tensor replaced by what the function makes of it, always
   *     in the same order
   */
  public static <T> PreparedTensors<T> copyOf(
      Operators ops, T parts, BiFunction<T, UnaryOperator<Tensor>, T> each) {
    AtomicLong length = new AtomicLong();
    T counted =
        each.apply(
            parts,
            part -> {
              length.addAndGet(part.size());
              return part;
            });
    Storage storage = ops.engine().allocate(length.get());
    AtomicLong offset = new AtomicLong();
    try {
      T own =
          each.apply(
              counted,
              part -> {
                int[] shape = part.shape();
                long at = offset.getAndAdd(part.size());
                Tensor copy = new Tensor(storage, at, shape, Tensor.rowMajor(shape));
                ops.copy(copy, part);
                return copy;
              });
      return new PreparedTensors<>(own, storage);
    } catch (RuntimeException | Error e) {
      storage.close();
      throw e;
    }
  }

  /**
   * The tensors; valid until this object is closed. Not to be changed.
   *
   * @throws IllegalStateException if it is closed
   */
  public T parts() {
    if (closed) {
      throw new IllegalStateException("this prepared image is closed");
    }
    return parts;
  }

  @Override
  public long bytes() {
    return Float.BYTES * storage.length();
  }

  @Override
  public synchronized void close() {
    closed = true;
    storage.close();
  }
}
