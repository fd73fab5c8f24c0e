package io.github.sam4j.formats;

import io.github.sam4j.EverythingOptions;
import io.github.sam4j.ImageEmbedding;
import io.github.sam4j.Mask;
import io.github.sam4j.MaskOutput;
import io.github.sam4j.Sam;
import io.github.sam4j.SegmentOptions;
import io.github.sam4j.core.image.SamImage;
import io.github.sam4j.prompt.Prompt;
import io.github.sam4j.prompt.SpatialPrompt;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Segments pictures with one model and writes what it finds, in any formats. Close it: what belongs
 * to the whole job is written then. The model stays open.
 *
 * <pre>{@code
 * try (SegmentJob job = new SegmentJob(sam, options, Formats.of("png", "json"), folder, listener)) {
 *   for (Picture picture : pictures) {
 *     job.add(picture);
 *   }
 * }
 * }</pre>
 *
 * <p>One picture that fails is told to the listener and to the formats, and costs no other; a
 * format that fails on a picture costs no other format its files of that picture, save those that
 * would say that the picture is complete ({@link MaskFormat#completes()}): they are written last,
 * so that where such a file is (the JSON), everything that it names is. For one thread.
 */
public final class SegmentJob implements Closeable {
  /**
   * How pictures are segmented.
   *
   * @param prompts how prompts are answered; of masks that are chosen by the prompt ({@link
   *     MaskOutput#AUTO}) the best alone is kept
   * @param everything how to segment everything, where a picture has no prompts
   */
  public record Options(SegmentOptions prompts, EverythingOptions everything) {
    /** The best mask of each prompt, and the library's defaults. */
    public static Options defaults() {
      return new Options(SegmentOptions.defaults(), EverythingOptions.defaults());
    }
  }

  private final Sam sam;
  private final Options options;
  private final JobListener listener;
  private final Sinks sinks;

  /**
   * Begins a job.
   *
   * @param formats what to write
   * @param folder where to write it
   * @throws IOException if a format cannot begin
   */
  public SegmentJob(
      Sam sam, Options options, List<MaskFormat> formats, Path folder, JobListener listener)
      throws IOException {
    this.sam = sam;
    this.options = options;
    this.listener = listener;
    this.sinks = Sinks.open(formats, folder, sam.info());
  }

  /** Reads, segments and writes a picture; whether all of that went well. */
  public boolean add(Picture picture) {
    return isolated(picture, () -> segment(picture, SamImage.read(picture.file())));
  }

  /** Segments and writes a picture whose pixels are at hand; whether all of that went well. */
  public boolean add(Picture picture, SamImage image) {
    return isolated(picture, () -> segment(picture, image));
  }

  /**
   * Writes what belongs to the whole job.
   *
   * @throws IOException if a format cannot; the others have written theirs
   */
  @Override
  public void close() throws IOException {
    sinks.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private boolean isolated(Picture picture, Work work) {
    try {
      work.run();
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      sinks.failed(picture, Failure.reason(e));
      listener.failed(picture, e);
      return false;
    }
  }

  private void segment(Picture picture, SamImage image) throws IOException {
    picture.requirePromptsInside(image.size());
    long start = System.nanoTime();
    ImageEmbedding embedding = sam.embed(image);
    long embedded = System.nanoTime();
    List<Prompt> prompts = picture.prompts();
    List<Mask> masks =
        prompts == null ? embedding.everything(options.everything()) : prompted(embedding, prompts);
    long segmented = System.nanoTime();
    sinks.write(new SegmentedPicture(picture, image, masks, embedding));
    listener.done(
        picture,
        masks.size(),
        Duration.ofNanos(embedded - start),
        Duration.ofNanos(segmented - embedded));
  }

  /** In the prompts' order. */
  private List<Mask> prompted(ImageEmbedding embedding, List<Prompt> prompts) {
    List<List<Mask>> ranked = embedding.segmentAll(prompts, options.prompts());
    List<Mask> masks = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      boolean best =
          prompts.get(i) instanceof SpatialPrompt && options.prompts().masks() == MaskOutput.AUTO;
      masks.addAll(best ? ranked.get(i).subList(0, 1) : ranked.get(i));
    }
    return masks;
  }
}
