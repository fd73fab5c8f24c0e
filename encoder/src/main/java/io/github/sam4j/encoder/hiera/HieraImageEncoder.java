package io.github.sam4j.encoder.hiera;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Activation;
import io.github.sam4j.core.tensor.ArgumentCheck;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Linear;
import io.github.sam4j.core.tensor.MapShape;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.encoder.BlockListener;
import io.github.sam4j.encoder.ImageEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SAM 2's image encoder (Ravi et al. 2024, "SAM 2", appendix D): a Hiera trunk, whose third and
 * fourth stage make the embedding and whose first two make the finer features that the mask decoder
 * adds.
 */
public final class HieraImageEncoder implements ImageEncoder {
  private final HieraConfig config;
  private final Hiera trunk;
  private final FpnNeck neck;

  /**
   * Packs the weights for an engine.
   *
   * @param parameters the names below {@code image_encoder.}
   * @param neck loaded with the same engine
   * @throws WeightsFormatException if a tensor is missing or not as {@code config} says
   */
  public HieraImageEncoder(Engine engine, Parameters parameters, HieraConfig config, FpnNeck neck) {
    this.config = config;
    this.neck = neck;
    trunk = new Hiera(engine, parameters.under("trunk"), config);
  }

  @Override
  public HieraConfig config() {
    return config;
  }

  @Override
  public List<MapShape> maps() {
    return List.of(
        new MapShape(FeatureMaps.EMBEDDING, grid(), grid(), channels()),
        fine(FeatureMaps.HIGH_RESOLUTION_0, 0, neck.fine()),
        fine(FeatureMaps.HIGH_RESOLUTION_1, 1, neck.middle()));
  }

  private MapShape fine(String name, int stage, Linear layer) {
    return new MapShape(name, config.side(stage), config.side(stage), layer.outputs());
  }

  @Override
  public FeatureMaps encode(Operators ops, Tensor pixels) {
    return encode(ops, pixels, BlockListener.NONE);
  }

  /**
   * The maps of one picture, and what the trunk's parts gave.
   *
   * @param listener told of the tokens with their positions, 0, and of the stages, 1 to 4
   * @see #encode(Operators, Tensor)
   */
  public FeatureMaps encode(Operators ops, Tensor pixels, BlockListener listener) {
    ArgumentCheck.shape("pixels", new int[] {inputSize(), inputSize(), 3}, pixels);
    Map<String, Tensor> maps = new LinkedHashMap<>();
    for (MapShape shape : maps()) {
      maps.put(shape.name(), ops.empty(shape.dimensions()));
    }
    FeatureMaps result = new FeatureMaps(maps);
    try (Frame scratch = ops.frame()) {
      Tensor tokens = trunk.embed(ops, pixels);
      listener.after(0, tokens);
      trunk.run(
          ops,
          tokens,
          (stage, map) -> {
            listener.after(stage + 1, map);
            add(ops, result, stage, map);
          });
    }
    return result;
  }

  /** What a stage's last map becomes. */
  private void add(Operators ops, FeatureMaps maps, int stage, Tensor map) {
    try (Frame scratch = ops.frame()) {
      switch (stage) {
        case 0 ->
            ops.copy(
                maps.map(FeatureMaps.HIGH_RESOLUTION_0),
                ops.linear(map, neck.fine(), Activation.NONE));
        case 1 ->
            ops.copy(
                maps.map(FeatureMaps.HIGH_RESOLUTION_1),
                ops.linear(map, neck.middle(), Activation.NONE));
        case 2 -> ops.copy(maps.embedding(), ops.linear(map, neck.own(), Activation.NONE));
        default -> addDoubled(ops, maps.embedding(), ops.linear(map, neck.deep(), Activation.NONE));
      }
    }
  }

  /** Nearest neighbours: a cell of the deep map is added to the four that it covers. */
  private static void addDoubled(Operators ops, Tensor embedding, Tensor deep) {
    int half = deep.dim(0);
    int channels = deep.dim(2);
    Tensor cells = embedding.reshape(half, 2, half, 2, channels);
    ops.copy(cells, ops.add(cells, deep.reshape(half, 1, half, 1, channels)));
  }
}
