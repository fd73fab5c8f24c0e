package io.github.sam4j.core.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
  @Test
  void loadsOpenCvAndLeavesTheSettingsOfJavaCppAsTheyWere() {
    Properties before = (Properties) Loader.loadProperties().clone();
    NativeLibraries.loadOpenCv();

    assertThat(Loader.loadProperties()).isEqualTo(before);
    try (Mat mat = new Mat(3, 2, opencv_core.CV_8UC1)) {
      assertThat(mat.rows()).isEqualTo(3);
    }
  }
}
