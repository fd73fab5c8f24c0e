package io.github.sam4j.cli.evaluate;

import io.github.sam4j.cli.console.Progress;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.formats.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        for (LabelledPicture picture : set.pictures()) {
          try {
            List<ScoredObject> scored = evaluate(picture);
            objects.addAll(scored);
            progress.done(
                "%s: %d %s"
                    .formatted(
                        picture.name(), scored.size(), scored.size() == 1 ? "mask" : "masks"));
          } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failed++;
            progress.failed(Failure.reason(picture.file(), e));
            LOG.debug("why", e);
          }
        }
        scores.add(new SetScores(set.name(), List.copyOf(objects)));
      }
    }
    return new Evaluation(List.copyOf(scores), failed);
  }

  private List<ScoredObject> evaluate(LabelledPicture labelled) throws IOException {
    SamImage picture = SamImage.read(labelled.file());
    List<Instance> instances = InstanceChoice.of(labelled, picture.size());
    if (instances.isEmpty()) {
      return List.of();
    }
    List<List<List<Double>>> ious = new ArrayList<>();
    for (Contestant contestant : contestants) {
      ious.add(contestant.ious(picture, instances));
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
    return scored;
  }
}
