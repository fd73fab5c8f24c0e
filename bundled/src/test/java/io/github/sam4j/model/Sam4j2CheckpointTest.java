package io.github.sam4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sam4j.weights.BundledCheckpoint;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.io.InputStream;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class Sam4j2CheckpointTest {
  @Test
  void isFoundAndRead() throws IOException {
    BundledCheckpoint found = ServiceLoader.load(BundledCheckpoint.class).findFirst().orElseThrow();
    assertThat(found.name()).isEqualTo("bundled");
    try (InputStream file = found.open();
        Checkpoint checkpoint = Checkpoint.of(found.name(), file.readAllBytes())) {
      assertThat(checkpoint.names()).anyMatch(name -> name.startsWith("mask_decoder."));
      assertThat(checkpoint.metadata())
          .containsEntry("name", "sam4j-2")
          .containsEntry("licence", "Apache-2.0")
          .containsEntry("automatic_pred_iou_thresh", "0.5")
          .containsEntry("automatic_stability_score_thresh", "0.6")
          .containsEntry("automatic_select", "40");
    }
  }
}
