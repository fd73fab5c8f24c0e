package io.github.sam4j.benchmarks.peers;

import io.github.sam4j.core.tensor.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * Two variants of one task, measured in turns.
 *
 * @param id what --only is matched with
 */
record Comparison(String id, Task task, Variant ours, Variant other) {
  /** All of them, in the order in which they are run. */
  static List<Comparison> all(int threads, Precision precision) {
    Variant ours = new Variant(Side.SAM4J, threads, precision);
    Variant peer = new Variant(Side.ONNX_RUNTIME, threads, Precision.F32);
    List<Comparison> all = new ArrayList<>();
    for (Task task : Task.values()) {
      if (task != Task.RATE) {
        all.add(new Comparison(task.id(), task, ours, peer));
      }
    }
    for (Task task : List.of(Task.ENCODER_VIT_B, Task.ENCODER_MOBILE_SAM)) {
      if (threads > 1) {
        all.add(
            new Comparison(
                "threads-sam4j-" + task.id(), task, ours, new Variant(Side.SAM4J, 1, precision)));
        all.add(
            new Comparison(
                "threads-onnxruntime-" + task.id(),
                task,
                peer,
                new Variant(Side.ONNX_RUNTIME, 1, Precision.F32)));
      }
      all.add(
          new Comparison(
              "bf16-" + task.id(),
              task,
              new Variant(Side.SAM4J, threads, Precision.BF16),
              new Variant(Side.SAM4J, threads, Precision.F32)));
    }
    return all;
  }
}
