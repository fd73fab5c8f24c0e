package io.github.sam4j.core.parameters;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.tensor.Convolution;
import io.github.sam4j.core.tensor.ConvolutionShape;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import io.github.sam4j.core.tensor.TransposedConvolution;

/**
 * Packs layers for an engine from tensors {@code name.weight} and {@code name.bias}. Whatever it
 * reads must have the shape that is asked for, else there is a {@link WeightsFormatException}.
 *
 * @param engine that they are packed for, and freed with
 * @param parameters that hold them
 */
public record StoredLayers(Engine engine, Parameters parameters) {
  /** The layers whose names begin with {@code prefix} and a dot. */
  public StoredLayers under(String prefix) {
    return new StoredLayers(engine, parameters.under(prefix));
  }

  /**
   * How many numbered parts there are: {@code list.0}, {@code list.1}, ...
   *
   * @param member a tensor that each part has
   * @throws WeightsFormatException if there is none, or one is missing in between
   */
  public int count(String list, String member) {
    return ParameterLayout.count(parameters, list, member);
  }

  /** How many outputs a layer has, told by its bias. */
  public int outputs(String name) {
    return ParameterLayout.shape(parameters, name + ".bias", ParameterLayout.ANY)[0];
  }

  /** A layer's weight as it is stored, row-major. */
  public float[] weight(String name, int... shape) {
    return parameters.values(name + ".weight", shape);
  }

  /** A layer's bias. */
  public float[] bias(String name, int outputs) {
    return parameters.values(name + ".bias", outputs);
  }

  /** A fully connected layer with a bias: weight (outputs, inputs), bias (outputs). */
  public Linear linear(String name, int inputs, int outputs) {
    return engine.linear(inputs, outputs, weight(name, outputs, inputs), bias(name, outputs));
  }

  /** A convolution with a bias: weight (outputs, inputs / groups, kernel, kernel). */
  public Convolution convolution(String name, ConvolutionShape shape) {
    int inputs = shape.inputs() / shape.groups();
    float[] weight = weight(name, shape.outputs(), inputs, shape.kernel(), shape.kernel());
    return engine.convolution(shape, weight, bias(name, shape.outputs()));
  }

  /**
   * A transposed convolution of kernel and stride 2 with a bias: weight (inputs, outputs, 2, 2).
   */
  public TransposedConvolution transposedConvolution(String name, int inputs, int outputs) {
    float[] weight = weight(name, inputs, outputs, 2, 2);
    return engine.transposedConvolution(inputs, outputs, weight, bias(name, outputs));
  }

  /**
   * A norm over the last dimension: weight (width), bias (width).
   *
   * @param epsilon added to the variance
   */
  public Norm norm(String name, int width, float epsilon) {
    return engine.norm(weight(name, width), bias(name, width), epsilon);
  }
}
