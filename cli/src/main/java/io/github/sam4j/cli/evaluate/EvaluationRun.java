package io.github.sam4j.cli.evaluate;

import io.github.sam4j.cli.console.Progress;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.core.mask.BitMask;
import io.github.sam4j.formats.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of contestants over pictures, one picture after the other.
 *
 * @param contestants all get the same prompts
 */
record EvaluationRun(List<? extends Contestant> contestants) {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationRun.class);

  /** Evaluates the pictures; one that fails is reported and left out for all contestants. */
  Evaluation run(List<PictureSet> sets) {
    int pictures = sets.stream().mapToInt(set -> set.pictures().size()).sum();
    int failed = 0;
    List<SetScores> scores = new ArrayList<>();
    try (Progress progress = Progress.of("Evaluating", pictures)) {
      for (PictureSet set : sets) {
        List<ScoredObject> objects = new ArrayList<>();
        List<ScoredPicture> everything = new ArrayList<>();
        for (LabelledPicture picture : set.pictures()) {
          try {
            Scored scored = evaluate(picture);
            objects.addAll(scored.objects());
            scored.everything().ifPresent(everything::add);
            int masks = scored.objects().size();
            progress.done(
                "%s: %d %s".formatted(picture.name(), masks, masks == 1 ? "mask" : "masks"));
          } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed++;
            progress.failed(Failure.reason(picture.file(), e));
            LOG.debug("why", e);
          }
        }
        scores.add(new SetScores(set.name(), List.copyOf(objects), List.copyOf(everything)));
      }
    }
    return new Evaluation(List.copyOf(scores), failed);
  }

  private record Scored(List<ScoredObject> objects, Optional<ScoredPicture> everything) {}

  private Scored evaluate(LabelledPicture labelled) throws IOException {
    SamImage picture = SamImage.read(labelled.file());
    List<IdMap> maps = InstanceChoice.maps(labelled, picture.size());
    List<Instance> instances = InstanceChoice.of(maps);
    boolean passes = contestants.stream().anyMatch(contestant -> !contestant.passes().isEmpty());
    List<BitMask> all = passes ? InstanceChoice.all(maps) : List.of();
    if (instances.isEmpty() && all.isEmpty()) {
      return new Scored(List.of(), Optional.empty());
    }
    List<List<List<Double>>> ious = new ArrayList<>();
    List<List<Recall>> recalls = new ArrayList<>();
    for (Contestant contestant : contestants) {
      Answers answers = contestant.look(picture);
      ious.add(instances.isEmpty() ? List.of() : answers.ious(instances));
      recalls.add(all.isEmpty() ? List.of() : answers.everything(all));
    }
    List<ScoredObject> scored = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      int instance = i;
      scored.add(
          new ScoredObject(
              labelled.name(),
              instances.get(i).prompt(),
              ious.stream().map(rows -> List.copyOf(rows.get(instance))).toList()));
    }
    return new Scored(
        scored,
        all.isEmpty()
            ? Optional.empty()
            : Optional.of(new ScoredPicture(labelled.name(), List.copyOf(recalls))));
  }
}
