package io.github.sam4j.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.testing.PickleWriter;
import io.github.sam4j.weights.testing.SafetensorsWriter;
import io.github.sam4j.weights.testing.TorchCheckpointWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What training code saves: the state dict under a key, and anything beside it. */
class TrainingCheckpointsTest {
  private static Checkpoint open(byte[] content) {
    return Checkpoint.of("a file", content);
  }

  /** A dict of tensors of one element, all in the storage 0. */
  private static Consumer<PickleWriter> weights(String... names) {
    return pickle ->
        pickle.dict(
            members -> {
              for (String name : names) {
                members
                    .text(name)
                    .tensor("FloatStorage", "0", 4, 0, new long[] {1}, new long[] {1});
              }
            });
  }

  private static Checkpoint pickled(Consumer<PickleWriter> members) throws IOException {
    PickleWriter pickle = new PickleWriter(2);
    pickle.dict(members);
    return open(TorchCheckpointWriter.raw(pickle.stop(), new byte[16]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_state",
        "model",
        "state_dict",
        "model_state_dict",
        "params",
        "network",
        "module",
        "ema",
        "weights_of_mine"
      })
  void theStateDictIsFoundUnderAnyKey(String key) throws IOException {
    byte[] content =
        new TorchCheckpointWriter()
            .nested(key)
            .beside("epoch", pickle -> pickle.number(12))
            .tensor("a.b", new int[] {1}, 5)
            .toBytes();
    try (Checkpoint checkpoint = open(content)) {
      assertThat(checkpoint.values("a.b")).containsExactly(5);
      assertThat(checkpoint.layout().format()).isEqualTo("PyTorch checkpoint");
      assertThat(checkpoint.layout().nesting()).containsExactly(key);
      assertThat(checkpoint.layout().beside()).isEqualTo(Map.of("epoch", 0));
    }
  }

  /** As torch_em saves micro-sam's models: the decoder of instances is another network. */
  @Test
  void decodersAndOptimizersAreNotTheModel() throws IOException {
    try (Checkpoint checkpoint =
        pickled(
            top -> {
              weights("decoder.a", "decoder.b", "out_conv.a").accept(top.text("decoder_state"));
              weights("m", "n", "o", "p").accept(top.text("optimizer_state"));
              weights("sam.a", "sam.b").accept(top.text("model_state"));
            })) {
      assertThat(checkpoint.rawNames()).containsExactly("sam.a", "sam.b");
      assertThat(checkpoint.names()).containsExactly("a", "b");
      assertThat(checkpoint.prefix()).isEqualTo("sam.");
      assertThat(checkpoint.layout().beside())
          .isEqualTo(Map.of("decoder_state", 3, "optimizer_state", 4));
    }
  }

  @Test
  void ofSeveralDictsTheOneWithMostTensorsIsTheModel() throws IOException {
    try (Checkpoint checkpoint =
        pickled(
            top -> {
              weights("loss.a").accept(top.text("model"));
              weights("a", "b", "c").accept(top.text("state_dict"));
              weights("a", "b").accept(top.text("network"));
            })) {
      assertThat(checkpoint.names()).containsExactly("a", "b", "c");
      assertThat(checkpoint.layout().beside()).isEqualTo(Map.of("model", 1, "network", 2));
    }
  }

  @Test
  void theModelGoesBeforeItsAverage() throws IOException {
    try (Checkpoint checkpoint =
        pickled(
            top -> {
              weights("a", "b", "n_averaged").accept(top.text("ema"));
              weights("a", "b").accept(top.text("model"));
            })) {
      assertThat(checkpoint.names()).containsExactly("a", "b");
      assertThat(checkpoint.layout().nesting()).containsExactly("model");
      assertThat(checkpoint.layout().beside()).isEqualTo(Map.of("ema", 3));
    }
  }

  @Test
  void tensorsAtTheTopMayBeTheModel() throws IOException {
    try (Checkpoint checkpoint =
        pickled(
            top -> {
              weights("x").accept(top.text("params"));
              for (String name : List.of("a", "b")) {
                top.text(name).tensor("FloatStorage", "0", 4, 0, new long[] {1}, new long[] {1});
              }
            })) {
      assertThat(checkpoint.names()).containsExactly("a", "b");
      assertThat(checkpoint.layout().nesting()).isEmpty();
    }
  }

  /** Each is what a training's own classes look like in a pickle. */
  @Test
  void foreignObjectsBesideTheStateDictAreSkipped() throws IOException {
    byte[] content =
        new TorchCheckpointWriter()
            .nested("model_state")
            // An object of a class: cls.__new__(cls), then __setstate__ or __dict__.update.
            .beside("trainer", pickle -> object(pickle, "torch_em.trainer", "DefaultTrainer"))
            .beside("dataset", pickle -> object(pickle, "my.data", "Cells"))
            // copyreg's way for old-style classes.
            .beside(
                "logger",
                pickle ->
                    pickle.call(
                        "copyreg",
                        "_reconstructor",
                        in -> in.global("my", "Log").global("builtins", "object").op('N')))
            .beside("metric", pickle -> pickle.global("torch_em.loss.dice", "DiceLoss"))
            .beside(
                "path",
                pickle -> pickle.call("pathlib", "PosixPath", in -> in.text("data").text("train")))
            // numpy's scalar: a call with bytes.
            .beside(
                "best_metric",
                pickle ->
                    pickle.call(
                        "numpy.core.multiarray",
                        "scalar",
                        in -> in.global("numpy", "dtype").op('C').op(2).op(1).op(2)))
            // Subclasses of dict and list, filled after they were made.
            .beside(
                "config",
                pickle ->
                    pickle
                        .call("my.config", "ConfigDict", none -> {})
                        .op('(')
                        .text("lr")
                        .number(1)
                        .op('u'))
            .beside(
                "history",
                pickle -> pickle.call("my.config", "History", none -> {}).number(3).op('a'))
            .tensor("sam.a", new int[] {1}, 5)
            .toBytes();
    try (Checkpoint checkpoint = open(content)) {
      assertThat(checkpoint.names()).containsExactly("a");
      assertThat(checkpoint.values("a")).containsExactly(5);
      assertThat(checkpoint.layout().beside().keySet())
          .containsExactly(
              "trainer", "dataset", "logger", "metric", "path", "best_metric", "config", "history");
    }
  }

  private static PickleWriter object(PickleWriter pickle, String module, String name) {
    return pickle
        .global(module, name)
        .op(')')
        .op(0x81)
        .dict(state -> state.text("device").call("torch", "device", in -> in.text("cuda")))
        .op('b');
  }

  /** torch.save(model): what Python makes of it is its class's business. */
  @Test
  void wholeModulesAreRefusedByTheirClass() throws IOException {
    PickleWriter alone = new PickleWriter(2);
    object(alone, "segment_anything_kd.modeling.sam", "Sam");
    byte[] content = TorchCheckpointWriter.raw(alone.stop(), new byte[16]);
    assertThatThrownBy(() -> open(content))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("segment_anything_kd.modeling.sam.Sam")
        .hasMessageContaining("not run")
        .hasMessageContaining("SlimSAM-50-uniform.pth");
    assertThatThrownBy(
            () ->
                pickled(
                    top -> {
                      top.text("epoch").number(3);
                      object(top.text("model"), "models.yolo", "Model");
                    }))
        .isInstanceOf(WeightsFormatException.class)
        .hasMessageContaining("'model': expected a state dict")
        .hasMessageContaining("models.yolo.Model");
  }

  @Test
  void safetensorsHaveNothingBeside() throws IOException {
    byte[] content = new SafetensorsWriter().tensor("x", new int[] {1}, 1).toBytes();
    try (Checkpoint checkpoint = open(content)) {
      assertThat(checkpoint.layout().format()).isEqualTo("safetensors");
      assertThat(checkpoint.layout().nesting()).isEmpty();
      assertThat(checkpoint.layout().beside()).isEmpty();
      assertThat(checkpoint.prefix()).isEmpty();
    }
  }
}
