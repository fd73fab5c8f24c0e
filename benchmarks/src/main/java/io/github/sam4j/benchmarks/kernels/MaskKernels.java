package io.github.sam4j.benchmarks.kernels;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.core.mask.Polygon;
import io.github.sam4j.core.mask.Rle;
import io.github.sam4j.core.mask.ThresholdedMask;
import io.github.sam4j.core.mask.resample.LogitResampling;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A mask of a 1920 x 1080 picture: upscaling, stability, run lengths, polygons. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskKernels {
  private static final int SIDE = 256;

  private final LowResolutionLogits logits = new LowResolutionLogits(SIDE, blobs());
  private final LowResolutionLogits noise = new LowResolutionLogits(SIDE, gaussian());
  private final LogitResampling resampling = resampling();
  private final BitMask mask = resampling.thresholded(logits, 0);
  private final Rle rle = Rle.of(mask);
  private final String text = rle.toCocoString();

  private static LogitResampling resampling() {
    ImageGeometry geometry = ImageGeometry.of(new ImageSize(1920, 1080), 1024);
    return new LogitResampling(SIDE, geometry.inputSize(), geometry.resized(), geometry.original());
  }

  /** Smooth logits with several islands and holes, about half of them positive. */
  private static float[] blobs() {
    float[] values = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        values[y * SIDE + x] =
            (float)
                (4 * Math.sin(x * 0.05) * Math.cos(y * 0.07) + 2 * Math.sin(0.2 * x + 0.15 * y));
      }
    }
    return values;
  }

  /** Logits of which no stretch lies on one side of a threshold. */
  private static float[] gaussian() {
    Random random = new Random(1);
    float[] values = new float[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Logits to bits of the picture. */
  @Benchmark
  public BitMask upscaledBits() {
    return resampling.thresholded(logits, 0);
  }

  /** Logits to logits of the picture. */
  @Benchmark
  public float[] upscaledLogits() {
    return resampling.logits(logits);
  }

  /** Stability score at the picture's size. */
  @Benchmark
  public float stability() {
    return resampling.stability(logits, 0, 1);
  }

  /** Bits and stability, as automatic masks need them. */
  @Benchmark
  public ThresholdedMask bitsAndStability() {
    return resampling.cut(logits, 0, 1);
  }

  /** The same where every pixel has to be interpolated. */
  @Benchmark
  public ThresholdedMask bitsAndStabilityOfNoise() {
    return resampling.cut(noise, 0, 1);
  }

  /** Bits to run lengths. */
  @Benchmark
  public Rle toRunLengths() {
    return Rle.of(mask);
  }

  /** Run lengths to bits. */
  @Benchmark
  public BitMask fromRunLengths() {
    return rle.toMask();
  }

  /** Run lengths to COCO's text. */
  @Benchmark
  public String toCocoString() {
    return rle.toCocoString();
  }

  /** COCO's text to run lengths. */
  @Benchmark
  public Rle fromCocoString() {
    return Rle.fromCocoString(mask.size(), text);
  }

  /** Bits to polygons with holes. */
  @Benchmark
  public List<Polygon> toPolygons() {
    return mask.polygons();
  }

  /** The intersection of two masks. */
  @Benchmark
  public double iou() {
    return mask.iou(mask);
  }
}
