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
  private final Recent<Product, CompiledProduct> products =
      new Recent<>(product -> new CompiledProduct(product, stream, scratchpad));
  private final Recent<Relayout, CompiledRelayout> relayouts =
      new Recent<>(relayout -> new CompiledRelayout(relayout, stream));
  private final Recent<Elementwise, CompiledElementwise> elementwise =
      new Recent<>(function -> new CompiledElementwise(function, stream, scratchpad));
  private final Recent<RowSoftmax, CompiledRowSoftmax> softmaxes =
      new Recent<>(softmax -> new CompiledRowSoftmax(softmax, stream, scratchpad));
  private final Recent<RowConvolution, CompiledRowConvolution> convolutions =
      new Recent<>(convolution -> new CompiledRowConvolution(convolution, stream, scratchpad));
  private final Recent<RowNorm, CompiledRowNorm> norms =
      new Recent<>(norm -> new CompiledRowNorm(norm, stream, scratchpad));

  /** The product compiled; until the next call. */
  public CompiledProduct product(Product product) {
    return products.of(product);
  }

  /** The copy compiled; until the next call. */
  public CompiledRelayout relayout(Relayout relayout) {
    return relayouts.of(relayout);
  }

  /** The convolution compiled; until the next call. */
  public CompiledRowConvolution convolution(RowConvolution convolution) {
    return convolutions.of(convolution);
  }

  /** The non-linearity compiled; until the next call. */
  public CompiledElementwise elementwise(Elementwise function) {
    return elementwise.of(function);
  }

  /** The softmax compiled; until the next call. */
  public CompiledRowSoftmax softmax(RowSoftmax softmax) {
    return softmaxes.of(softmax);
  }

  /** The norm compiled; until the next call. */
  public CompiledRowNorm norm(RowNorm norm) {
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
