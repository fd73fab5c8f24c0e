package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Storage;
import io.github.sam4j.core.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Tensors in the order they were made; closing a mark frees the ones made since it was set. */
final class Scratch implements AutoCloseable {
  private final List<Storage> live = new ArrayList<>();
  private boolean closed;

  /** A tensor with undefined contents. */
  Tensor make(int... shape) {
    if (closed) {
      throw new IllegalStateException("closed: no tensor can be made any more");
    }
    Storage storage = Nd4jStorage.allocate(Tensor.size(shape));
    live.add(storage);
    return Tensor.of(storage, shape);
  }

  /** Marks a point; closing the mark frees what was made since. */
  Frame mark() {
    return new Mark(live.size());
  }

  private void freeFrom(int begin) {
    while (live.size() > begin) {
      live.remove(live.size() - 1).close();
    }
  }

  @Override
  public void close() {
    closed = true;
    freeFrom(0);
  }

  private final class Mark implements Frame {
    private final int begin;
    private boolean closed;

    Mark(int begin) {
      this.begin = begin;
    }

    /** Idempotent: what is made after the first call stays. */
    @Override
    public void close() {
      if (!closed) {
        closed = true;
        freeFrom(begin);
      }
    }
  }
}
