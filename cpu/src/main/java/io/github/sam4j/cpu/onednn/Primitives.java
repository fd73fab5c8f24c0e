package io.github.sam4j.cpu.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.stream;

/** One thread's compiled primitives; the least recently used are dropped when there are many. */
public final class Primitives implements AutoCloseable {
  private static final int LIMIT = 512;

  private static final class Recent<K, V extends AutoCloseable> extends LinkedHashMap<K, V> {
    Recent() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      if (size() <= LIMIT) {
        return false;
      }
      Primitives.close(eldest.getValue());
      return true;
    }
  }

  private final stream stream = new stream(OneDnn.CPU);
  private final Scratchpad scratchpad = new Scratchpad();
  private final Recent<Product, MatrixProduct> products = new Recent<>();
  private final Recent<Relayout, MatrixRelayout> relayouts = new Recent<>();

  /** The product compiled; until the next call. */
  public MatrixProduct product(Product product) {
    MatrixProduct compiled = products.get(product);
    if (compiled == null) {
      compiled = new MatrixProduct(product, stream, scratchpad);
      products.put(product, compiled);
    }
    return compiled;
  }

  /** The copy compiled; until the next call. */
  public MatrixRelayout relayout(Relayout relayout) {
    MatrixRelayout compiled = relayouts.get(relayout);
    if (compiled == null) {
      compiled = new MatrixRelayout(relayout, stream);
      relayouts.put(relayout, compiled);
    }
    return compiled;
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    products.values().forEach(MatrixProduct::close);
    products.clear();
    relayouts.values().forEach(MatrixRelayout::close);
    relayouts.clear();
    stream.close();
    scratchpad.close();
  }
}
