package io.github.sam4j.cli.segment;

import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.cli.console.Failure;
import io.github.sam4j.cli.console.Progress;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.formats.Gallery;
import io.github.sam4j.formats.ResultWriter;
import io.github.sam4j.formats.SegmentedPicture;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run over pictures with one model. */
final class SegmentRun {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentRun.class);

  private final Sam sam;
  private final SegmentTask task;
  private final ResultWriter writer;
  private final Gallery gallery;
  private final Path output;
  private final RunSummary summary = new RunSummary();

  SegmentRun(Sam sam, SegmentTask task, Path output) {
    this.sam = sam;
    this.task = task;
    this.output = output;
    this.writer = new ResultWriter(output, sam.info().describe());
    this.gallery = new Gallery(sam.info().describe());
  }

  /** Segments the pictures, one after the other; one that fails is reported and left. */
  RunSummary run(List<Picture> pictures) throws IOException {
    if (task.prompts() instanceof PromptSource.FromFile file) {
      for (String name : file.file().unmatched(pictures.stream().map(Picture::file).toList())) {
        LOG.warn("prompts for '{}', but there is no such picture", name);
      }
    }
    try (Progress progress = Progress.of("Segmenting", pictures.size())) {
      for (Picture picture : pictures) {
        try {
          progress.done(segment(picture));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          summary.failed++;
          gallery.failed(picture.name(), Failure.reason(e));
          progress.failed(Failure.reason(picture.file(), e));
          LOG.debug("why", e);
        }
      }
    }
    gallery.write(output);
    return summary;
  }

  private String segment(Picture picture) throws IOException {
    List<Prompt> prompts = List.of();
    boolean everything = false;
    if (task.prompts() instanceof PromptSource.FromFile file) {
      List<Prompt> own = file.file().of(picture.file());
      if (own == null) {
        summary.skipped++;
        return picture.file() + ": skipped, the prompts file does not name it";
      }
      prompts = own;
    } else if (task.prompts() instanceof PromptSource.Same same) {
      prompts = same.prompts();
    } else {
      everything = true;
    }

    SamImage image = SamImage.read(picture.file());
    PromptCheck.inside(image.size(), prompts);
    long start = System.nanoTime();
    ImageEmbedding embedding = sam.embed(image);
    long embedded = System.nanoTime();
    List<Mask> masks =
        everything ? embedding.everything(task.everything()) : prompted(embedding, prompts);
    long segmented = System.nanoTime();

    SegmentedPicture result =
        new SegmentedPicture(picture.name(), picture.file(), image, masks, !everything);
    writer.write(result);
    if (task.dump()) {
      writer.dump(picture.name(), embedding, masks);
    }
    gallery.add(result);
    return summary.add(picture.file(), masks.size(), embedded - start, segmented - embedded);
  }

  /** In the prompts' order; places are decoded together. */
  private List<Mask> prompted(ImageEmbedding embedding, List<Prompt> prompts) {
    MaskOutput kind = task.multimask() ? MaskOutput.MULTIPLE : MaskOutput.AUTO;
    List<Prompt> places = prompts.stream().filter(SpatialPrompt.class::isInstance).toList();
    Iterator<List<Mask>> ofPlaces = embedding.segmentAll(places, kind).iterator();
    List<Mask> masks = new ArrayList<>();
    for (Prompt prompt : prompts) {
      if (prompt instanceof SpatialPrompt) {
        List<Mask> ranked = ofPlaces.next();
        masks.addAll(task.multimask() ? ranked : ranked.subList(0, Math.min(1, ranked.size())));
      } else {
        masks.addAll(embedding.segment(prompt, task.limits().of(prompt)));
      }
    }
    return masks;
  }
}
