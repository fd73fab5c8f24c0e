package io.github.sam4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.core.natives.NativeLibraries;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class NativeBackendTest {
  @Test
  void loadsBothFromTwoThreadsAndLeavesTheSettingsOfJavaCppAsTheyWere() {
    Properties before = (Properties) Loader.loadProperties().clone();
    CompletableFuture<Void> nd4j = CompletableFuture.runAsync(NativeBackend::load);
    NativeLibraries.loadOpenCv();
    nd4j.join();

    assertThat(Loader.loadProperties()).isEqualTo(before);
    assertThat(Nd4j.ones(2, 2).sumNumber().intValue()).isEqualTo(4);
    try (Mat mat = new Mat(3, 2, opencv_core.CV_8UC1)) {
      assertThat(mat.rows()).isEqualTo(3);
    }
  }
}
