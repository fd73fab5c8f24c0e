package io.github.sam4j.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.formats.toy.ToyFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormatsTest {
  @Test
  void allAreOnTheClassPath() {
    assertThat(Formats.all())
        .extracting(MaskFormat::id)
        .containsExactly("gallery", "json", "npy", "png", "toy");
    assertThat(Formats.all()).extracting(MaskFormat::description).noneMatch(String::isBlank);
  }

  @Test
  void theyComeInTheOrderAskedForEachOnce() {
    assertThat(Formats.of("toy", "png", "toy"))
        .extracting(MaskFormat::id)
        .containsExactly("toy", "png");
  }

  @Test
  void anUnknownOneIsToldWithThoseThatThereAre() {
    assertThatThrownBy(() -> Formats.of("png", "tga"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no format 'tga'; there are gallery, json, npy, png, toy");
  }

  @Test
  void optionsReachTheirFormat() {
    assertThat(Formats.of(List.of("png", "toy"), Map.of("toy.fails", "cat")).get(1))
        .isEqualTo(new ToyFormat("cat"));
    assertThatThrownBy(() -> Formats.of(List.of("png"), Map.of("png.size", "3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("format png has no option 'size'");
    for (String name : List.of("toy.fails", "fails", ".fails")) {
      assertThatThrownBy(() -> Formats.of(List.of("png", "json"), Map.of(name, "3")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected an option FORMAT.NAME of the formats png, json, found '%s'", name);
    }
  }
}
