package io.github.sam4j.tests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.Sam;
import io.github.sam4j.SamOptions;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.Checkpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * PyTorch's files cannot say the size that a model was made for where shapes do not tell it; its
 * user can. Told what the safetensors file says, the other one gives the same masks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatedMetadataTest {
  private final List<Sam> open = new ArrayList<>();

  @AfterAll
  void close() {
    open.forEach(Sam::close);
  }

  @TestFactory
  Stream<DynamicNode> torchFilesOfSmallModels() {
    return Stream.of(
            "edge-sam-tiny/checkpoint.pth",
            "repvit-sam-tiny/checkpoint.pth",
            "sam-hq-light-tiny/checkpoint.pth",
            "efficient-sam-tiny/checkpoint.pt",
            "efficientvit-sam-tiny/checkpoint.pt",
            "efficientvit-sam-xl-tiny/checkpoint.pt")
        .map(this::container);
  }

  private DynamicNode container(String file) {
    Path torch = Goldens.small(file);
    Path folder = torch.resolveSibling("");
    try (Checkpoint other = Checkpoint.open(torch.resolveSibling("checkpoint.safetensors"))) {
      Sam sam = Sam.load(torch, SamOptions.defaults().withMetadata(other.metadata()));
      open.add(sam);
      return DynamicContainer.dynamicContainer(file, new PredictorCases(folder, sam).tests());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsNoSizeIsRefused() {
    Path file = Goldens.small("edge-sam-tiny").resolve("checkpoint.pth");
    SamOptions options = SamOptions.defaults().withMetadata(Map.of("image_size", "161"));
    assertThatThrownBy(() -> Sam.load(file, options))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("image_size")
        .hasMessageContaining("161");
  }
}
