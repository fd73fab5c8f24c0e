package io.github.sam4j.families.sam;

import io.github.sam4j.encoder.vit.BlockConfig;
import io.github.sam4j.encoder.vit.VitConfig;
import java.util.List;
import java.util.stream.Collectors;

/** A ViT's sizes in words. */
final class VitWords {
  private VitWords() {}

  static String of(VitConfig config) {
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
