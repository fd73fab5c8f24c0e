package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.image.ImageGeometry;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decodes a user's prompts: groups what can share a batch, ranks, brings masks to the picture. */
final class PromptedMasks {
  /** What prompts of one decoder batch must share. */
  private record Kind(int points, boolean box, boolean mask, boolean multiple) {}

  private final SamSession session;
  private final ImageEmbedding embedding;

  PromptedMasks(SamSession session, ImageEmbedding embedding) {
    this.session = session;
    this.embedding = embedding;
  }

  List<List<Mask>> decode(List<SpatialPrompt> prompts, MaskOutput output) {
    Map<Kind, List<Integer>> batches = new LinkedHashMap<>();
    for (int i = 0; i < prompts.size(); i++) {
      batches.computeIfAbsent(kind(prompts.get(i), output), k -> new ArrayList<>()).add(i);
    }
    List<List<Mask>> masks = new ArrayList<>(Collections.nCopies(prompts.size(), List.of()));
    batches.forEach(
        (kind, members) -> {
          DecodedMasks decoded =
              decode(
                  members.stream().map(prompts::get).toList(),
                  kind.multiple(),
                  Float.NEGATIVE_INFINITY);
          for (int i = 0; i < members.size(); i++) {
            masks.set(members.get(i), ranked(decoded, i, prompts.get(members.get(i))));
          }
        });
    return masks;
  }

  private static Kind kind(SpatialPrompt prompt, MaskOutput output) {
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs a point, a box or a mask; found none");
    }
    boolean oneClick = prompt.points().size() == 1 && prompt.box() == null && prompt.mask() == null;
    boolean multiple =
        switch (output) {
          case AUTO -> oneClick;
          case MULTIPLE -> true;
          case SINGLE -> false;
        };
    return new Kind(prompt.points().size(), prompt.box() != null, prompt.mask() != null, multiple);
  }

  /**
   * Decodes prompts that agree in their kind.
   *
   * @param above masks of this predicted IoU or less are not expanded
   */
  DecodedMasks decode(List<SpatialPrompt> prompts, boolean multiple, float above) {
    ImageGeometry geometry = embedding.geometry();
    List<SpatialPrompt> scaled =
        prompts.stream()
            .map(prompt -> prompt.scaled(geometry.scaleX(), geometry.scaleY()))
            .toList();
    Model model = session.model();
    try (PreparedImages.Lease image = session.prepared(embedding);
        Operators ops = model.engine().operators()) {
      return model
          .decoder()
          .decode(ops, image.image(), model.prompts().encode(ops, scaled), multiple, above);
    }
  }

  private List<Mask> ranked(DecodedMasks decoded, int prompt, SpatialPrompt asked) {
    int[] order = decoded.ranking(prompt);
    List<UpscaledMask> upscaled =
        session
            .upscaler()
            .upscale(
                Arrays.stream(order).mapToObj(k -> decoded.mask(prompt, k)).toList(),
                embedding.geometry(),
                MaskUpscaler.STABILITY_OFFSET);
    ImageSize size = embedding.imageSize();
    Box whole = new Box(0, 0, size.width(), size.height());
    List<Mask> masks = new ArrayList<>();
    for (int i = 0; i < order.length; i++) {
      masks.add(
          new Mask(
              upscaled.get(i).bits(),
              decoded.iou(prompt, order[i]),
              upscaled.get(i).stability(),
              asked,
              whole,
              upscaled.get(i).logits()));
    }
    return List.copyOf(masks);
  }
}
