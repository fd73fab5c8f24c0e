package io.github.sam4j.cpu.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.stream;

/** One thread's compiled primitives; the least recently used are dropped when there are many. */
public final class Primitives implements AutoCloseable {
  private static final int LIMIT = 512;

  /** Primitives of one kind by what they compute. */
  private static final class Recent<K, V extends AutoCloseable> extends LinkedHashMap<K, V> {
    private final transient Function<K, V> compiler;

    Recent(Function<K, V> compiler) {
      super(64, 0.75f, true);
      this.compiler = compiler;
    }

    V of(K key) {
      V compiled = get(key);
      if (compiled == null) {
        compiled = compiler.apply(key);
        put(key, compiled);
      }
      return compiled;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      if (size() <= LIMIT) {
        return false;
      }
      Primitives.close(eldest.getValue());
      return true;
    }

    void close() {
      values().forEach(Primitives::close);
      clear();
    }
  }

  private final stream stream = new stream(OneDnn.CPU);
  private final Scratchpad scratchpad = new Scratchpad();
  private final Recent<Product, MatrixProduct> products =
      new Recent<>(product -> new MatrixProduct(product, stream, scratchpad));
  private final Recent<Relayout, MatrixRelayout> relayouts =
      new Recent<>(relayout -> new MatrixRelayout(relayout, stream));
  private final Recent<Elementwise, ArrayElementwise> elementwise =
      new Recent<>(function -> new ArrayElementwise(function, stream, scratchpad));
  private final Recent<RowSoftmax, MatrixSoftmax> softmaxes =
      new Recent<>(softmax -> new MatrixSoftmax(softmax, stream, scratchpad));
  private final Recent<RowConvolution, MapConvolution> convolutions =
      new Recent<>(convolution -> new MapConvolution(convolution, stream, scratchpad));
  private final Recent<RowNorm, MatrixNorm> norms =
      new Recent<>(norm -> new MatrixNorm(norm, stream, scratchpad));

  /** The product compiled; until the next call. */
  public MatrixProduct product(Product product) {
    return products.of(product);
  }

  /** The copy compiled; until the next call. */
  public MatrixRelayout relayout(Relayout relayout) {
    return relayouts.of(relayout);
  }

  /** The convolution compiled; until the next call. */
  public MapConvolution convolution(RowConvolution convolution) {
    return convolutions.of(convolution);
  }

  /** The non-linearity compiled; until the next call. */
  public ArrayElementwise elementwise(Elementwise function) {
    return elementwise.of(function);
  }

  /** The softmax compiled; until the next call. */
  public MatrixSoftmax softmax(RowSoftmax softmax) {
    return softmaxes.of(softmax);
  }

  /** The norm compiled; until the next call. */
  public MatrixNorm norm(RowNorm norm) {
    return norms.of(norm);
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
    products.close();
    relayouts.close();
    convolutions.close();
    elementwise.close();
    softmaxes.close();
    norms.close();
    stream.close();
    scratchpad.close();
  }
}
