package io.github.sam4j.cpu;

import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.PositionBias;
import io.github.sam4j.core.tensor.Precision;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.core.tensor.TransposedConvolution;
import io.github.sam4j.core.tensor.WindowAttention;
import io.github.sam4j.core.tensor.WindowAttentionShape;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;

/**
 * Prints how long the kernels take at SAM's sizes: least and median milliseconds of one call, the
 * least processor time of the calling thread, and the rate by that time; with one thread it is a
 * fair measure even on a busy machine.
 *
 * <p>Arguments: threads, precision, and words that a kernel's name must contain one of.
 */
final class KernelTimes {
  private final Operators operators;
  private final Engine engine;
  private final String[] words;
  private final Random random = new Random(1);

  private KernelTimes(Operators operators, String[] words) {
    this.operators = operators;
    this.engine = operators.engine();
    this.words = words;
  }

  /** Runs them. */
  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
    Precision precision = arguments.length > 1 ? Precision.valueOf(arguments[1]) : Precision.F32;
    String[] words =
        arguments.length > 2
            ? Arrays.copyOfRange(arguments, 2, arguments.length)
            : new String[] {""};
    try (Engine engine = new CpuEngineProvider().create(new EngineOptions(threads, precision));
        Operators operators = engine.operators()) {
      System.out.println(threads + " threads, " + engine.options().precision());
      KernelTimes times = new KernelTimes(operators, words);
      times.encoder();
      times.decoder();
      times.maps();
    }
  }

  private void encoder() {
    Tensor x = tensor(4096, 768);
    Linear qkv = linear(768, 2304);
    Linear up = linear(768, 3072);
    Linear down = linear(3072, 768);
    Linear projection = linear(768, 768);
    Norm norm = engine.norm(values(768), values(768), 1e-6f);
    double unit = 2.0 * 4096 * 768 * 768;
    time("linear 768 -> 2304", 3 * unit, () -> operators.linear(x, qkv, Activation.NONE));
    time("linear 768 -> 3072 GELU", 4 * unit, () -> operators.linear(x, up, Activation.GELU));
    Tensor sum = tensor(4096, 768);
    time("addLinearTo 768 -> 768", unit, () -> operators.addLinearTo(sum, x, projection));
    time(
        "feed-forward 768, 3072",
        8 * unit,
        () -> operators.addFeedForwardTo(sum, norm, up, Activation.GELU, down));
    time("layer norm 768", 0, () -> operators.layerNorm(x, norm));
    Tensor map = tensor(64, 64, 2304);
    window("windows of 14, 12 heads of 64", map, 64, 14, 12, 64, false);
    window("global, 12 heads of 64", map, 64, 64, 12, 64, false);
    window("TinyViT windows of 14, 5 heads of 32", tensor(64, 64, 480), 64, 14, 5, 32, true);
    window("TinyViT windows of 7, 4 heads of 32", tensor(128, 128, 384), 128, 7, 4, 32, true);
    window("TinyViT windows of 7, 10 heads of 32", tensor(64, 64, 960), 64, 7, 10, 32, true);
  }

  private void window(
      String name, Tensor map, int side, int window, int heads, int width, boolean table) {
    int tokens = window * window;
    PositionBias bias =
        table
            ? new PositionBias.Table(values(heads * tokens * tokens))
            : new PositionBias.Decomposed(
                values((2 * window - 1) * width), values((2 * window - 1) * width));
    WindowAttention layer =
        engine.windowAttention(
            new WindowAttentionShape(side, window, heads, width, values(3 * heads * width)), bias);
    int perSide = (side + window - 1) / window;
    double operations = 4.0 * perSide * perSide * tokens * tokens * heads * width;
    time(name, operations, () -> operators.windowAttention(map, layer));
  }

  private void decoder() {
    for (int batch : new int[] {1, 16}) {
      Tensor tokens = tensor(batch, 7, 128);
      Tensor image = tensor(batch, 4096, 128);
      Tensor shared = tensor(1, 4096, 128);
      Tensor own = tensor(batch, 7, 256);
      String b = "batch " + batch + ": ";
      double cross = batch * 4.0 * 7 * 4096 * 128;
      time(b + "7 tokens over the image", cross, () -> attend(tokens, image, image));
      time(b + "7 tokens over one image", cross, () -> attend(tokens, shared, shared));
      time(b + "image over 7 tokens", cross, () -> attend(image, tokens, tokens));
      time(b + "7 tokens over themselves", 0, () -> attend(own, own, own));
      Tensor hyper = tensor(batch, 4, 32);
      Tensor upscaled = tensor(batch, 65536, 32);
      time(
          b + "masks 4 x 32 by 65536 x 32",
          batch * 2.0 * 4 * 32 * 65536,
          () -> operators.matmulTransposed(hyper, upscaled));
      Linear wide = linear(256, 2048);
      time(
          b + "linear 7 x 256 -> 2048 RELU",
          batch * 2.0 * 7 * 256 * 2048,
          () -> operators.linear(own, wide, Activation.RELU));
      Tensor whole = tensor(batch, 4096, 256);
      Linear narrow = linear(256, 128);
      time(
          b + "linear 4096 x 256 -> 128",
          batch * 2.0 * 4096 * 256 * 128,
          () -> operators.linear(whole, narrow, Activation.NONE));
      Norm norm = engine.norm(values(256), values(256), 1e-5f);
      time(b + "layer norm 4096 x 256", 0, () -> operators.layerNorm(whole, norm));
      time(b + "add 4096 x 256", 0, () -> operators.add(whole, whole));
    }
  }

  private Tensor attend(Tensor q, Tensor k, Tensor v) {
    return operators.attention(q, k, v, 8, null);
  }

  private void maps() {
    Tensor map = tensor(1, 128, 128, 256);
    convolution("depthwise 3x3, 256 on 128", map, new ConvolutionShape(256, 256, 3, 1, 1, 256));
    convolution("depthwise 3x3 / 2, 256", map, new ConvolutionShape(256, 256, 3, 2, 1, 256));
    Tensor neck = tensor(1, 64, 64, 256);
    convolution("3x3 256 -> 256 on 64", neck, new ConvolutionShape(256, 256, 3, 1, 1, 1));
    Tensor picture = tensor(1, 1024, 1024, 3);
    convolution("16x16 / 16, 3 -> 768", picture, new ConvolutionShape(3, 768, 16, 16, 0, 1));
    convolution("3x3 / 2, 3 -> 32 on 1024", picture, new ConvolutionShape(3, 32, 3, 2, 1, 1));
    Tensor half = tensor(1, 512, 512, 32);
    convolution("3x3 / 2, 32 -> 64 on 512", half, new ConvolutionShape(32, 64, 3, 2, 1, 1));
    TransposedConvolution twice =
        engine.transposedConvolution(256, 64, values(256 * 64 * 4), values(64));
    time(
        "transposed 256 -> 64 on 64",
        2.0 * 4096 * 256 * 256,
        () -> operators.transposedConvolution(neck, twice, Activation.NONE));
    TransposedConvolution last =
        engine.transposedConvolution(64, 32, values(64 * 32 * 4), values(32));
    Tensor wide = tensor(1, 128, 128, 64);
    time(
        "transposed 64 -> 32 GELU on 128",
        2.0 * 16384 * 64 * 128,
        () -> operators.transposedConvolution(wide, last, Activation.GELU));
    Tensor long4 = tensor(16384, 256);
    time("activate GELU 16384 x 256", 0, () -> operators.activate(long4, Activation.GELU));
    time("transpose 16384 x 256", 0, () -> operators.transpose(long4));
  }

  private void convolution(String name, Tensor x, ConvolutionShape shape) {
    Convolution layer = engine.convolution(shape, values(shape.weights()), values(shape.outputs()));
    int side = shape.outputSide(x.dim(1));
    double operations = 2.0 * side * side * shape.weights();
    time(name, operations, () -> operators.convolution(x, layer, Activation.GELU));
  }

  private void time(String name, double operations, Runnable call) {
    if (Arrays.stream(words).noneMatch(name::contains)) {
      return;
    }
    long start = System.nanoTime();
    int calls = 0;
    double[] times = new double[2000];
    double least = Double.MAX_VALUE;
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    while (calls < times.length
        && (calls < 5 || System.nanoTime() - start < Long.getLong("ns", 2_000_000_000L))) {
      try (Frame frame = operators.frame()) {
        long before = System.nanoTime();
        long cpu = clock.getCurrentThreadCpuTime();
        call.run();
        least = Math.min(least, (clock.getCurrentThreadCpuTime() - cpu) / 1e6);
        times[calls++] = (System.nanoTime() - before) / 1e6;
      }
    }
    double[] sorted = Arrays.copyOf(times, calls);
    Arrays.sort(sorted);
    System.out.printf(
        "%-40s %9.3f %9.3f ms, own %9.3f ms %8.1f GFLOP/s%n",
        name, sorted[0], sorted[calls / 2], least, operations / least / 1e6);
  }

  private Linear linear(int inputs, int outputs) {
    return engine.linear(inputs, outputs, values(inputs * outputs), values(outputs));
  }

  private Tensor tensor(int... shape) {
    return engine.tensor(values(Math.toIntExact(Tensor.size(shape))), shape);
  }

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (random.nextFloat() - 0.5f) * 0.2f;
    }
    return values;
  }
}
