package io.github.sam4j.benchmarks.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A graph in ONNX Runtime: all optimisations, sequential execution, the given threads. */
final class OrtGraph implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  OrtGraph(Path file, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(file.toString(), options);
    }
  }

  /** An input: name, values, shape. */
  record Input(String name, float[] values, long... shape) {}

  /** An input tensor, to be closed; for what several runs share. */
  OnnxTensor tensor(Input input) throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.values()), input.shape());
  }

  /** All outputs in their order. */
  List<float[]> run(Input... inputs) throws OrtException {
    return run(Map.of(), inputs);
  }

  /** All outputs in their order. */
  List<float[]> run(Map<String, OnnxTensor> shared, Input... inputs) throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>(shared);
    List<OnnxTensor> own = new ArrayList<>();
    try {
      for (Input input : inputs) {
        OnnxTensor tensor = tensor(input);
        own.add(tensor);
        tensors.put(input.name(), tensor);
      }
      try (OrtSession.Result result = session.run(tensors)) {
        List<float[]> outputs = new ArrayList<>();
        for (var output : result) {
          FloatBuffer values = ((OnnxTensor) output.getValue()).getFloatBuffer();
          float[] array = new float[values.remaining()];
          values.get(array);
          outputs.add(array);
        }
        return outputs;
      }
    } finally {
      own.forEach(OnnxTensor::close);
    }
  }

  /** Whether it has such an input. */
  boolean takes(String input) {
    return session.getInputNames().contains(input);
  }

  /** A dimension of an input. */
  int dimension(String input, int axis) throws OrtException {
    var known = Objects.requireNonNull(session.getInputInfo().get(input), input);
    var info = (ai.onnxruntime.TensorInfo) known.getInfo();
    return Math.toIntExact(info.getShape()[axis]);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
