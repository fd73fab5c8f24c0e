package io.github.sam4j.formats;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.prompt.Prompt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void takesPromptsThatTouchIt() {
    assertThatCode(
            () -> {
              check(Prompt.point(0, 0).exclude(100, 50));
              check(Prompt.box(-5, -5, 1, 1));
              check(Prompt.box(99, 49, 200, 200));
              check(Prompt.text("a dog").exclude(3, 4));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void tellsPromptsBeside() {
    assertThatThrownBy(() -> check(Prompt.point(3, 4).exclude(100.5, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("point (100.5, 10.0) lies outside the picture of 100 x 50 pixels");
    assertThatThrownBy(() -> check(Prompt.box(-5, -5, -1, 20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("box (-5.0, -5.0, -1.0, 20.0) lies outside");
    assertThatThrownBy(() -> check(Prompt.text("a dog").include(3, 51)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("point (3.0, 51.0) lies outside");
  }

  private static void check(Prompt prompt) {
    Picture.of(Path.of("a.png"), "a")
        .withPrompts(List.of(prompt))
        .requirePromptsInside(new ImageSize(100, 50));
  }
}
