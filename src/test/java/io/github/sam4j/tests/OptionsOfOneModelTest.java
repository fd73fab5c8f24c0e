package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of one process differ in their options. */
class OptionsOfOneModelTest {
  @TempDir Path folder;

  @Test
  void twoEnginesAndTwoKindsOfKernels() throws Exception {
    SamOptions options = SamOptions.defaults();
    try (Sam cpu = Sam.bundled(options.withEngine("cpu"));
        Sam scalar = Sam.bundled(options.withEngine("cpu").withKernels("scalar").withThreads(1));
        Sam portable = Sam.bundled(options.withEngine("portable"))) {
      assertThat(cpu.info().engine()).isEqualTo("cpu");
      assertThat(scalar.info().engine()).isEqualTo("cpu");
      assertThat(portable.info().engine()).isEqualTo("portable");
      SamImage picture = SamImage.read(Goldens.small("sam4j-2").resolve("image2.png"));
      Mask expected = mask(portable, picture);
      assertThat(mask(cpu, picture).bits().iou(expected.bits())).isGreaterThan(0.999);
      assertThat(mask(scalar, picture).bits().iou(expected.bits())).isGreaterThan(0.999);
    }
  }

  private static Mask mask(Sam sam, SamImage picture) {
    return sam.embed(picture).segment(Prompt.point(100, 100), MaskOutput.SINGLE).get(0);
  }

  @Test
  void anEngineThatThereIsNot() {
    SamOptions options = SamOptions.defaults().withEngine("tpu");
    assertThatThrownBy(() -> Sam.bundled(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tpu")
        .hasMessageContaining("cpu")
        .hasMessageContaining("portable");
  }

  @Test
  void offlineIsAnOptionOfOneModel() {
    String cache = System.getProperty("sam4j.cache");
    System.setProperty("sam4j.cache", folder.toString());
    try {
      SamOptions options = SamOptions.defaults().withOffline(true);
      assertThatThrownBy(() -> Sam.load("mobile-sam", options))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("downloads are switched off");
      assertThat(System.getProperty("sam4j.offline")).isNull();
    } finally {
      if (cache == null) {
        System.clearProperty("sam4j.cache");
      } else {
        System.setProperty("sam4j.cache", cache);
      }
    }
  }

  @Test
  void pathsAndNamesAreToldApart() {
    assertThatThrownBy(() -> Sam.load("no-such-model"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mobile-sam");
    assertThatThrownBy(() -> Sam.load("folder/none.pth")).isInstanceOf(NoSuchFileException.class);
  }
}
