package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.Norm;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Packs the layers that the decoder's parts are made of from parameters of one prefix. */
record Layers(Engine engine, Parameters parameters) {
  Layers under(String prefix) {
    return new Layers(engine, parameters.under(prefix));
  }

  /**
   * How many parts "name.0", "name.1", ... there are, told by the highest number, so that one that
   * lacks a tensor is found out and not left out.
   *
   * @throws WeightsFormatException if there is none
   */
  int count(String name) {
    Pattern numbered = Pattern.compile(Pattern.quote(name) + "\\.(\\d{1,4})\\..*");
    int highest =
        parameters.names().stream()
            .map(numbered::matcher)
            .filter(Matcher::matches)
            .mapToInt(match -> Integer.parseInt(match.group(1)))
            .max()
            .orElseThrow(
                () ->
                    WeightsFormatException.tensor(
                        parameters.source(), name + ".0", "at least one layer", "none"));
    return highest + 1;
  }

  /** How many rows a layer's result has, told by its bias. */
  int outputs(String name) {
    return parameters.values(name + ".bias").length;
  }

  float[] weight(String name, int... shape) {
    return parameters.values(name + ".weight", shape);
  }

  float[] bias(String name, int length) {
    return parameters.values(name + ".bias", length);
  }

  Linear linear(String name, int inputs, int outputs) {
    return engine.linear(inputs, outputs, weight(name, outputs, inputs), bias(name, outputs));
  }

  Norm norm(String name, int width, float epsilon) {
    return engine.norm(weight(name, width), bias(name, width), epsilon);
  }
}
