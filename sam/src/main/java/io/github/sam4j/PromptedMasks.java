package io.github.sam4j;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.ImageSize;
import io.github.sam4j.core.mask.LowResolutionLogits;
import io.github.sam4j.decoder.DecodedMasks;
import io.github.sam4j.decoder.MaskRanking;
import io.github.sam4j.decoder.MaskRequest;
import io.github.sam4j.decoder.MaskSet;
import io.github.sam4j.internal.EmbeddedPicture;
import io.github.sam4j.internal.Session;
import io.github.sam4j.internal.UpscaledMask;
import io.github.sam4j.prompt.MaskOption;
import io.github.sam4j.prompt.MaskOrder;
import io.github.sam4j.prompt.PromptPart;
import io.github.sam4j.prompt.SpatialPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decodes a user's prompts: groups what can share a batch, ranks, brings masks to the picture. */
final class PromptedMasks {
  /** How far above and below the threshold a mask is cut to measure its stability, in logits. */
  private static final double STABILITY_OFFSET = 1.0;

  /** What prompts of one decoder batch must share. */
  private record Kind(int points, boolean box, boolean mask, MaskSet masks) {}

  private final Session session;
  private final EmbeddedPicture picture;
  private final SegmentOptions options;
  private final MaskOrder order;

  /** For one picture, with the options for spatial prompts. */
  PromptedMasks(Session session, EmbeddedPicture picture, SegmentOptions options) {
    this.session = session;
    this.picture = picture;
    this.options = options;
    this.order = options.order();
  }

  Session session() {
    return session;
  }

  EmbeddedPicture picture() {
    return picture;
  }

  /** A ranked list for each prompt, in their order. */
  List<List<Mask>> segment(
      List<SpatialPrompt> prompts, MaskOutput output, Set<MaskOption> options) {
    check(options);
    Map<Kind, List<Integer>> batches = new LinkedHashMap<>();
    for (int i = 0; i < prompts.size(); i++) {
      check(prompts.get(i));
      batches.computeIfAbsent(kind(prompts.get(i), output), k -> new ArrayList<>()).add(i);
    }
    List<List<Mask>> masks = new ArrayList<>(Collections.nCopies(prompts.size(), List.of()));
    batches.forEach(
        (kind, members) -> {
          List<SpatialPrompt> batch = members.stream().map(prompts::get).toList();
          DecodedMasks decoded =
              session.decode(picture, batch, MaskRequest.of(kind.masks()).withOptions(options));
          for (int i = 0; i < members.size(); i++) {
            masks.set(members.get(i), ranked(decoded, i, batch.get(i)));
          }
        });
    return masks;
  }

  private void check(SpatialPrompt prompt) {
    if (prompt.isEmpty()) {
      throw new IllegalArgumentException("a prompt needs a point, a box or a mask; found none");
    }
    Set<PromptPart> accepted = session.loaded().segmentation().accepts();
    for (PromptPart part : PromptPart.of(prompt)) {
      if (!accepted.contains(part)) {
        throw new IllegalArgumentException(
            "%s takes %s in a prompt, found %s"
                .formatted(
                    session.loaded().family().title(),
                    accepted.stream().map(PromptedMasks::words).collect(Collectors.joining(", ")),
                    words(part)));
      }
    }
  }

  private void check(Set<MaskOption> options) {
    Set<MaskOption> known = session.loaded().segmentation().options();
    for (MaskOption option : options) {
      if (!known.contains(option)) {
        throw new IllegalArgumentException(
            "%s has no option '%s'; it has %s"
                .formatted(
                    session.loaded().family().title(),
                    words(option),
                    known.isEmpty()
                        ? "none"
                        : known.stream()
                            .map(PromptedMasks::words)
                            .collect(Collectors.joining(", "))));
      }
    }
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Kind kind(SpatialPrompt prompt, MaskOutput output) {
    boolean oneClick = prompt.points().size() == 1 && prompt.box() == null && prompt.mask() == null;
    MaskSet masks =
        switch (output) {
          case AUTO -> oneClick ? MaskSet.MULTIPLE : MaskSet.SINGLE;
          case MULTIPLE -> MaskSet.MULTIPLE;
          case SINGLE -> MaskSet.SINGLE;
          case ALL -> MaskSet.ALL;
        };
    return new Kind(prompt.points().size(), prompt.box() != null, prompt.mask() != null, masks);
  }

  private List<Mask> ranked(DecodedMasks decoded, int prompt, SpatialPrompt asked) {
    float[] scores = MaskScores.of(decoded, prompt, order);
    int[] ranking = MaskRanking.bestFirst(scores);
    List<LowResolutionLogits> logits =
        Arrays.stream(ranking).mapToObj(k -> decoded.mask(prompt, k)).toList();
    List<UpscaledMask> upscaled =
        session.upscale(picture, logits, STABILITY_OFFSET, options.regions());
    ImageSize size = picture.size();
    Box whole = new Box(0, 0, size.width(), size.height());
    List<Mask> masks = new ArrayList<>();
    for (int i = 0; i < ranking.length; i++) {
      masks.add(
          new Mask(
              upscaled.get(i).bits(),
              scores[ranking[i]],
              upscaled.get(i).stability(),
              asked,
              whole,
              upscaled.get(i).logits(),
              decoded.objectScore(prompt),
              null));
    }
    return List.copyOf(masks);
  }
}
