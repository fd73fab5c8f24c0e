package io.github.sam4j.families;

import io.github.sam4j.encoder.repvit.RepViTConfig;
import io.github.sam4j.encoder.tinyvit.TinyVitConfig;
import io.github.sam4j.encoder.vit.BlockConfig;
import io.github.sam4j.encoder.vit.VitConfig;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sizes in words, of the image encoders that several families have. */
public final class EncoderWords {
  private EncoderWords() {}

  /** A ViT's. */
  public static String of(VitConfig config) {
    List<BlockConfig> blocks = config.blocks();
    BlockConfig first = blocks.get(0);
    List<Integer> global = config.globalBlocks();
    String attention =
        global.size() == blocks.size()
            ? "all with global attention"
            : "windows of %s, %s"
                .formatted(
                    blocks.stream()
                        .map(BlockConfig::window)
                        .filter(window -> window != config.grid())
                        .distinct()
                        .map(String::valueOf)
                        .collect(Collectors.joining(" and ")),
                    global.isEmpty() ? "none global" : "global: " + global);
    return "%s, width %d, MLP %d, %d blocks with %d heads of %d, %s; input %d x %d, embedding %d"
        .formatted(
            name(config.dim(), blocks.size()),
            config.dim(),
            first.mlpWidth(),
            blocks.size(),
            first.heads(),
            first.headWidth(),
            attention,
            config.inputSize(),
            config.inputSize(),
            config.channels());
  }

  /** A TinyViT's. */
  public static String of(TinyVitConfig config) {
    List<TinyVitConfig.Stage> stages = config.stages();
    return "TinyViT, widths %d/%s, depths %d/%s, windows %s; input %d x %d, embedding %d"
        .formatted(
            config.convolutions().dim(),
            joined(stages, TinyVitConfig.Stage::dim),
            config.convolutions().depth(),
            joined(stages, TinyVitConfig.Stage::depth),
            joined(stages, TinyVitConfig.Stage::window),
            config.inputSize(),
            config.inputSize(),
            config.channels());
  }

  /** A RepViT's. */
  public static String of(RepViTConfig config) {
    return "RepViT, widths %s, depths %s; input %d x %d, embedding %d"
        .formatted(
            joined(config.stages(), RepViTConfig.Stage::width),
            joined(config.stages(), stage -> stage.blocks().size()),
            config.inputSize(),
            config.inputSize(),
            config.channels());
  }

  /** A number of each of some parts. */
  public static <T> String joined(List<T> parts, Function<T, Integer> size) {
    return parts.stream().map(size).map(String::valueOf).collect(Collectors.joining("/"));
  }

  /** What its authors call it. */
  private static String name(int dim, int depth) {
    return switch (dim + " " + depth) {
      case "768 12" -> "ViT-B";
      case "1024 24" -> "ViT-L";
      case "1280 32" -> "ViT-H";
      default -> "a ViT";
    };
  }
}
