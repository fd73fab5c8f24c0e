package io.github.sam4j.benchmarks.kernels;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.image.ModelInput;
import io.github.sam4j.core.image.Normalization;
import io.github.sam4j.core.image.SamImage;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A picture made ready for the model. One thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageKernels {
  private static final int INPUT = 1024;

  /** The picture's size. */
  @Param({"640x480", "1920x1080", "4000x3000"})
  public String size = "";

  private SamImage picture = SamImage.ofRgb(new ImageSize(1, 1), new byte[3]);
  private ImageSize resized = picture.size();

  /** Makes the picture. */
  @Setup
  public void prepare() {
    int[] sides = EngineState.sizes(size);
    ImageSize whole = new ImageSize(sides[0], sides[1]);
    byte[] rgb = new byte[Math.toIntExact(3 * whole.area())];
    new Random(1).nextBytes(rgb);
    picture = SamImage.ofRgb(whole, rgb);
    resized = ImageGeometry.of(whole, INPUT).resized();
  }

  /** The antialiased resize alone. */
  @Benchmark
  public SamImage resize() {
    return picture.resized(resized);
  }

  /** Resize, normalise, pad. */
  @Benchmark
  public float[] modelInput() {
    return ModelInput.of(picture, INPUT, Normalization.IMAGENET_255).channelsLast();
  }
}
