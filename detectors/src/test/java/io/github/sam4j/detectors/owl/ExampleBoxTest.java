package io.github.sam4j.detectors.owl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExampleBoxTest {
  private static final float[] FULL = {0.5f, 0.5f, 1, 1};
  private static final float[] NEARLY = {0.5f, 0.5f, 0.95f, 0.95f};
  private static final float[] SMALL = {0.2f, 0.2f, 0.3f, 0.3f};

  @Test
  void theBoxThatFillsThePicture() {
    float[] embeddings = {1, 0, 1, 0, 1, 0};
    assertThat(ExampleBox.choose(join(SMALL, FULL, SMALL), embeddings, 2)).isEqualTo(1);
  }

  @Test
  void amongThoseNearlyAsGoodTheLeastAverage() {
    float[] embeddings = {1, 0, 1, 0, 0.1f, 0.9f};
    assertThat(ExampleBox.choose(join(FULL, SMALL, NEARLY), embeddings, 2)).isEqualTo(2);
    float[] alike = {1, 0, 0.1f, 0.9f, 1, 0};
    assertThat(ExampleBox.choose(join(FULL, SMALL, NEARLY), alike, 2)).isEqualTo(0);
  }

  @Test
  void boxesOutsideOfThePictureStillHaveABest() {
    float[] far = {3, 3, 0.1f, 0.1f};
    float[] near = {1.2f, 0.5f, 0.2f, 0.9f};
    float[] embeddings = {1, 0, 1, 0};
    assertThat(ExampleBox.choose(join(far, near), embeddings, 2)).isEqualTo(1);
  }

  private static float[] join(float[]... boxes) {
    float[] all = new float[4 * boxes.length];
    for (int i = 0; i < boxes.length; i++) {
      System.arraycopy(boxes[i], 0, all, 4 * i, 4);
    }
    return all;
  }
}
