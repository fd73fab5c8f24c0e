package io.github.sam4j.families.sam2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JoinedPointEmbeddingsTest {
  private static final String JOINED = "prompt_encoder.point_embeddings.weight";

  @Test
  void rowsAreGivenUnderTheirOwnNames() {
    Parameters rows = new JoinedPointEmbeddings(new Joined(2, 3));
    assertThat(rows.names()).containsExactlyInAnyOrder(name(0), name(1));
    assertThat(rows.shape(name(1))).containsExactly(1, 3);
    assertThat(rows.values(name(1))).containsExactly(3, 4, 5);
  }

  @Test
  void aRowThatIsNotThereIsAMissingTensor() {
    Parameters rows = new JoinedPointEmbeddings(new Joined(2, 3));
    assertThat(rows.has(name(2))).isFalse();
    assertThatExceptionOfType(WeightsFormatException.class).isThrownBy(() -> rows.shape(name(2)));
    assertThatExceptionOfType(WeightsFormatException.class).isThrownBy(() -> rows.values(name(2)));
  }

  private static String name(int row) {
    return "prompt_encoder.point_embeddings." + row + ".weight";
  }

  /** A checkpoint of one tensor that counts from 0. */
  private record Joined(int labels, int width) implements Parameters {
    @Override
    public String source() {
      return "joined";
    }

    @Override
    public Set<String> names() {
      return Set.of(JOINED);
    }

    @Override
    public int[] shape(String name) {
      require(name);
      return new int[] {labels, width};
    }

    @Override
    public float[] values(String name) {
      require(name);
      float[] values = new float[labels * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      return values;
    }

    private void require(String name) {
      if (!name.equals(JOINED)) {
        throw WeightsFormatException.tensor(source(), name, "a tensor", "none");
      }
    }
  }
}
