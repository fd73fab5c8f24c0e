package io.github.sam4j.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.LowResolutionLogits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPromptTest {
  @Test
  void isNarrowedWithoutChanging() {
    TextPrompt dog = Prompt.text("a dog");
    TextPrompt that = dog.within(new Box(0, 0, 5, 6)).include(1, 2).exclude(3, 4);
    assertThat(dog.texts()).containsExactly("a dog");
    assertThat(dog.isNarrowed()).isFalse();
    assertThat(that.texts()).containsExactly("a dog");
    assertThat(that.isNarrowed()).isTrue();
    assertThat(that.narrowing()).isEqualTo(Prompt.box(0, 0, 5, 6).include(1, 2).exclude(3, 4));
  }

  @Test
  void copiesTheTexts() {
    List<String> texts = new ArrayList<>(List.of("a dog", "a cat"));
    TextPrompt prompt = new TextPrompt(texts, SpatialPrompt.EMPTY);
    texts.clear();
    assertThat(prompt).isEqualTo(Prompt.texts("a dog", "a cat"));
  }

  @Test
  void needsTexts() {
    assertThatThrownBy(Prompt::texts)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a text prompt needs 1 to 256 texts, found 0");
    List<String> many = Collections.nCopies(257, "a dog");
    assertThatThrownBy(() -> new TextPrompt(many, SpatialPrompt.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 257");
    assertThat(Prompt.texts(many.subList(1, 257).toArray(new String[0])).texts()).hasSize(256);
    assertThatThrownBy(() -> Prompt.texts("a dog", " \t"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found ' \t' as text 1");
  }

  @Test
  void isNotNarrowedByAMask() {
    SpatialPrompt mask = Prompt.mask(new LowResolutionLogits(1, new float[1]));
    assertThatThrownBy(() -> new TextPrompt(List.of("a dog"), mask))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found a mask");
  }

  @Test
  void takesAnExample() {
    SamImage image = SamImage.ofRgb(new ImageSize(1, 1), new byte[3]);
    assertThat(Prompt.like(image).example()).isSameAs(image);
  }
}
