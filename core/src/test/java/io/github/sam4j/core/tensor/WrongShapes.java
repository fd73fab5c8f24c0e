package io.github.sam4j.core.tensor;

import java.util.List;

/**
 * A call with shapes that do not fit.
 *
 * @param named what the message must name: what was expected and what was found
 */
record WrongShapes(String what, List<String> named, Call call) {
  interface Call {
    void with(Operators operators);
  }

  static List<WrongShapes> all() {
    return List.of(
        wrong("tensor", ops -> ops.tensor(new float[5], 2, 3), "6", "5"),
        wrong("weight tensor", ops -> ops.engine().tensor(new float[5], 2, 3), "6", "5"),
        wrong("copy", ops -> ops.copy(ops.empty(2, 3), ops.empty(3, 2)), "[2, 3]", "[3, 2]"),
        wrong("add", ops -> ops.add(ops.empty(2, 3), ops.empty(2, 4)), "[2, 3]", "[2, 4]"),
        wrong(
            "linear",
            ops -> ops.linear(ops.empty(2, 3), linear(ops, 4, 5), Activation.NONE),
            "4",
            "[2, 3]"),
        wrong("linear weight", ops -> ops.engine().linear(3, 4, new float[11], null), "12", "11"),
        wrong(
            "linear bias", ops -> ops.engine().linear(3, 4, new float[12], new float[3]), "4", "3"),
        wrong(
            "addLinearTo",
            ops -> ops.addLinearTo(ops.empty(2, 6), ops.empty(2, 4), linear(ops, 4, 5)),
            "[2, 5]",
            "[2, 6]"),
        wrong(
            "addLinearTo a view",
            ops -> ops.addLinearTo(ops.empty(5, 2).swap(0, 1), ops.empty(2, 4), linear(ops, 4, 5)),
            "contiguous",
            "[2, 5]"),
        wrong("layerNorm", ops -> ops.layerNorm(ops.empty(2, 3), norm(ops, 4)), "4", "[2, 3]"),
        wrong("norm", ops -> ops.engine().norm(new float[3], new float[4], 1), "3", "4"),
        wrong(
            "addFeedForwardTo",
            ops ->
                ops.addFeedForwardTo(
                    ops.empty(2, 3),
                    norm(ops, 3),
                    linear(ops, 3, 7),
                    Activation.NONE,
                    linear(ops, 8, 3)),
            "7",
            "8"),
        wrong(
            "convolution",
            ops -> ops.convolution(ops.empty(1, 5, 5, 2), convolution(ops), Activation.NONE),
            "3",
            "[1, 5, 5, 2]"),
        wrong(
            "convolution of too small a map",
            ops -> ops.convolution(ops.empty(1, 2, 5, 3), convolution(ops), Activation.NONE),
            "3",
            "[1, 2, 5, 3]"),
        wrong(
            "convolution weight",
            ops ->
                ops.engine()
                    .convolution(new ConvolutionShape(3, 4, 3, 1, 0, 1), new float[9], null),
            "108",
            "9"),
        wrong(
            "invertedBottleneck",
            ops -> ops.invertedBottleneck(ops.empty(1, 5, 5, 2), bottleneck(ops, 6, 3, false)),
            "3",
            "[1, 5, 5, 2]"),
        wrong("invertedBottleneck's filters", ops -> bottleneck(ops, 7, 3, false), "6 wide", "7"),
        wrong("invertedBottleneck's sum", ops -> bottleneck(ops, 6, 4, true), "3", "4"),
        wrong(
            "squeezeExcite",
            ops -> ops.squeezeExcite(ops.empty(1, 5, 5, 2), linear(ops, 3, 2), linear(ops, 2, 3)),
            "3",
            "[1, 5, 5, 2]"),
        wrong(
            "squeezeExcite's layers",
            ops -> ops.squeezeExcite(ops.empty(1, 5, 5, 3), linear(ops, 3, 2), linear(ops, 4, 3)),
            "the input of expand must be 2",
            "4"),
        wrong(
            "squeezeExcite's result",
            ops -> ops.squeezeExcite(ops.empty(1, 5, 5, 3), linear(ops, 3, 2), linear(ops, 2, 4)),
            "the output of expand must be 3",
            "4"),
        wrong(
            "squeezeExcite of a view",
            ops ->
                ops.squeezeExcite(
                    ops.empty(1, 5, 4, 3).swap(1, 2), linear(ops, 3, 2), linear(ops, 2, 3)),
            "contiguous",
            "[1, 4, 5, 3]"),
        wrong(
            "squeezeExcite of cells",
            ops -> ops.squeezeExcite(ops.empty(25, 3), linear(ops, 3, 2), linear(ops, 2, 3)),
            "4 dimensions",
            "[25, 3]"),
        wrong(
            "transposedConvolution",
            ops ->
                ops.transposedConvolution(
                    ops.empty(1, 5, 5, 2),
                    ops.engine().transposedConvolution(3, 1, new float[12], new float[1]),
                    Activation.NONE),
            "3",
            "[1, 5, 5, 2]"),
        wrong(
            "attention keys",
            ops ->
                ops.attention(ops.empty(1, 5, 6), ops.empty(1, 7, 8), ops.empty(1, 7, 6), 2, null),
            "6",
            "[1, 7, 8]"),
        wrong(
            "attention values",
            ops ->
                ops.attention(ops.empty(1, 5, 6), ops.empty(1, 7, 6), ops.empty(1, 8, 6), 2, null),
            "7",
            "8"),
        wrong(
            "attention heads",
            ops ->
                ops.attention(ops.empty(1, 5, 6), ops.empty(1, 7, 6), ops.empty(1, 7, 6), 4, null),
            "4",
            "[1, 5, 6]"),
        wrong(
            "attention batches",
            ops ->
                ops.attention(ops.empty(2, 5, 6), ops.empty(3, 7, 6), ops.empty(3, 7, 6), 2, null),
            "[2, 5, 6]",
            "[3, 7, 6]"),
        wrong(
            "attention mask",
            ops ->
                ops.attention(
                    ops.empty(1, 5, 6), ops.empty(1, 7, 6), ops.empty(1, 7, 6), 2, ops.empty(7, 5)),
            "[5, 7]",
            "[7, 5]"),
        wrong(
            "attentionToMap",
            ops -> ops.attentionToMap(ops.empty(1, 5, 6), ops.empty(1, 9, 7), ops.empty(9, 7)),
            "7",
            "[1, 5, 6]"),
        wrong(
            "attentionToMap positions",
            ops -> ops.attentionToMap(ops.empty(1, 5, 6), ops.empty(1, 9, 6), ops.empty(8, 6)),
            "[9, 6]",
            "[8, 6]"),
        wrong(
            "attentionFromMap norm",
            ops ->
                ops.attentionFromMap(
                    ops.empty(1, 9, 6), ops.empty(9, 6), tokens(ops, 6, 6), norm(ops, 5)),
            "6",
            "5"),
        wrong(
            "attentionFromMap tokens",
            ops ->
                ops.attentionFromMap(
                    ops.empty(1, 9, 6), ops.empty(9, 6), tokens(ops, 6, 7), norm(ops, 6)),
            "6",
            "[1, 6, 7]"),
        wrong("tokens of heads", ops -> tokens(ops, 5, 6), "3 heads", "[1, 5, 6]"),
        wrong(
            "windowAttention",
            ops ->
                ops.windowAttention(
                    ops.empty(5, 4, 12),
                    ops.engine()
                        .windowAttention(
                            new WindowAttentionShape(4, 2, 2, 2, new float[12]),
                            new PositionBias.Table(new float[32]))),
            "[4, 4, 12]",
            "[5, 4, 12]"),
        wrong(
            "position bias",
            ops ->
                ops.engine()
                    .windowAttention(
                        new WindowAttentionShape(4, 2, 2, 2, new float[12]),
                        new PositionBias.Table(new float[31])),
            "32",
            "31"),
        wrong(
            "reluLinearAttention",
            ops -> ops.reluLinearAttention(ops.empty(5, 18), 4),
            "3 x 4",
            "[5, 18]"),
        wrong(
            "reluLinearAttention of a map",
            ops -> ops.reluLinearAttention(ops.empty(5, 5, 12), 4),
            "2 dimensions",
            "[5, 5, 12]"),
        wrong("groups", ops -> new ConvolutionShape(6, 8, 1, 1, 0, 3), "3 groups", "8 outputs"),
        wrong(
            "matmulTransposed",
            ops -> ops.matmulTransposed(ops.empty(1, 2, 3), ops.empty(1, 2, 4)),
            "3",
            "[1, 2, 4]"),
        wrong("maxPool", ops -> ops.maxPool(ops.empty(1, 4, 1, 3)), "2 x 2", "[1, 4, 1, 3]"),
        wrong(
            "pooled queries",
            ops ->
                ops.engine()
                    .windowAttention(
                        new WindowAttentionShape(4, 2, 2, 2, new float[12], 2),
                        new PositionBias.Table(new float[32])),
            "pooling by 2"),
        wrong("transpose", ops -> ops.transpose(ops.empty(2, 3, 4)), "2", "[2, 3, 4]"));
  }

  static WrongShapes wrong(String what, Call call, String... named) {
    return new WrongShapes(what, List.of(named), call);
  }

  private static HeadTokens tokens(Operators ops, int rows, int width) {
    return new HeadTokens(
        ops.empty(1, rows, width), ops.empty(1, rows), ops.empty(1, rows, width), 3);
  }

  private static Linear linear(Operators ops, int inputs, int outputs) {
    return ops.engine().linear(inputs, outputs, new float[inputs * outputs], new float[outputs]);
  }

  private static Norm norm(Operators ops, int width) {
    return ops.engine().norm(new float[width], new float[width], 1e-6f);
  }

  /** From 3 channels to 6, unless it is wrong, and to so many. */
  private static InvertedBottleneck bottleneck(
      Operators ops, int hidden, int outputs, boolean residual) {
    return new InvertedBottleneck(
        linear(ops, 3, hidden),
        ops.engine()
            .convolution(new ConvolutionShape(6, 6, 3, 1, 1, 6), new float[54], new float[6]),
        linear(ops, 6, outputs),
        Activation.RELU6,
        residual);
  }

  private static Convolution convolution(Operators ops) {
    return ops.engine()
        .convolution(new ConvolutionShape(3, 4, 3, 1, 0, 1), new float[108], new float[4]);
  }
}
