package io.github.sam4j.decoder;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.parameters.StoredLayers;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.FeatureMaps;
import io.github.sam4j.core.tensor.Frame;
import io.github.sam4j.core.tensor.Operators;
import io.github.sam4j.core.tensor.Tensor;
import io.github.sam4j.decoder.Answers.Wanted;
import io.github.sam4j.decoder.transformer.TwoWayConfig;
import io.github.sam4j.decoder.transformer.TwoWayTransformer;
import io.github.sam4j.prompt.EncodedPrompts;
import io.github.sam4j.prompt.PromptEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * SAM's mask decoder (Kirillov et al. 2023, "Segment Anything", appendix A): from an image
 * embedding and encoded prompts to masks and a guess of their quality.
 *
 * <p>What depends on the image alone is computed once, by {@link #prepare}. Prompts are decoded
 * some at a time, so that scratch memory does not grow with their number.
 *
 * <p>Thread-safe; its weights belong to the engine that it was made with.
 */
public final class MaskDecoder {
  /** What the activations of prompts that are decoded together may take, roughly, in bytes. */
  private static final long SCRATCH_BYTES = 100L << 20;

  private static final int MOST_PROMPTS = 16;

  /** Of a prompt without a mask: a click and what pads it, or a box's corners. */
  private static final int FEWEST_TOKENS = 2;

  private final Engine engine;
  private final OutputTokens tokens;
  private final ImagePath path;
  private final DecoderHeads heads;
  private final MaskChoice choice;
  private final int together;

  /**
   * From parts.
   *
   * @param engine that all parts were made with
   * @param tokens the learned tokens before those of the prompts
   * @param path how images go through transformer and upscaling
   * @param heads what is made of the tokens
   * @param choice which mask tokens answer
   * @throws IllegalArgumentException if the parts do not fit each other
   */
  public MaskDecoder(
      Engine engine, OutputTokens tokens, ImagePath path, DecoderHeads heads, MaskChoice choice) {
    this(engine, tokens, path, heads, choice, 0);
  }

  private MaskDecoder(
      Engine engine,
      OutputTokens tokens,
      ImagePath path,
      DecoderHeads heads,
      MaskChoice choice,
      int together) {
    this.engine = engine;
    this.tokens = tokens;
    this.path = path;
    this.heads = heads;
    this.choice = choice;
    this.together = together;
    if (heads.hypernetworks().size() != tokens.masks()) {
      throw new IllegalArgumentException(
          "expected a hypernetwork for each of %d mask tokens, found %d"
              .formatted(tokens.masks(), heads.hypernetworks().size()));
    }
    for (Mlp hypernetwork : heads.hypernetworks()) {
      if (hypernetwork.outputs() != path.filterWidth()) {
        throw new IllegalArgumentException(
            "expected hypernetworks with %d outputs, found %d"
                .formatted(path.filterWidth(), hypernetwork.outputs()));
      }
    }
  }

  /**
   * SAM's decoder.
   *
   * @param parameters those below "mask_decoder."
   * @param heads attention heads; 8 in all published models
   * @param prompts the prompt encoder of the same model, made with the same engine
   * @throws WeightsFormatException if a tensor is missing or has another shape
   */
  public static MaskDecoder load(
      Engine engine, Parameters parameters, int heads, PromptEncoder prompts) {
    return load(
        engine,
        parameters,
        TwoWayConfig.sam(prompts.channels(), heads),
        prompts,
        DecoderVariant.SAM);
  }

  /**
   * SAM's decoder with another two-way transformer's settings, and what its relatives have besides.
   *
   * @see #load(Engine, Parameters, int, PromptEncoder)
   */
  public static MaskDecoder load(
      Engine engine,
      Parameters parameters,
      TwoWayConfig config,
      PromptEncoder prompts,
      DecoderVariant variant) {
    StoredLayers layers = new StoredLayers(engine, parameters);
    int channels = config.channels();
    OutputTokens tokens =
        variant.objectScore()
            ? OutputTokens.withObjectScore(engine, parameters, channels)
            : OutputTokens.load(engine, parameters, channels);
    TwoWayTransformer transformer =
        new TwoWayTransformer(layers.under("transformer"), config, prompts.densePositions());
    OutputUpscaling upscaling =
        new OutputUpscaling(layers.under("output_upscaling"), channels, variant.highResolution());
    List<Mlp> hypernetworks = new ArrayList<>();
    for (int i = 0; i < tokens.masks(); i++) {
      StoredLayers mlp = layers.under("output_hypernetworks_mlps." + i);
      hypernetworks.add(Mlp.load(mlp, channels, upscaling.outputs()));
    }
    Mlp iou = Mlp.load(layers.under("iou_prediction_head"), channels, tokens.masks());
    Mlp objectScore =
        variant.objectScore() ? Mlp.load(layers.under("pred_obj_score_head"), channels, 1) : null;
    Tensor noMask = engine.tensor(prompts.noMask(), channels);
    CellsPath cells = new CellsPath(transformer, upscaling, noMask);
    return new MaskDecoder(
        engine,
        tokens,
        FactoredPath.orCells(layers, cells, tokens.count() + FEWEST_TOKENS),
        new DecoderHeads(hypernetworks, iou, objectScore),
        variant.choice().apply(tokens.masks()));
  }

  /** The same decoder with this many prompts decoded together; 0 chooses by memory. */
  MaskDecoder together(int prompts) {
    return new MaskDecoder(engine, tokens, path, heads, choice, prompts);
  }

  /** How many masks each prompt is answered with. */
  public int masks(MaskRequest request) {
    return choice.masks(request);
  }

  /** 4 G, the side of the masks. */
  public int maskSide() {
    return path.maskSide();
  }

  /**
   * Computes everything that depends on the image alone, once for all prompts.
   *
   * @param image what the model's image encoder gave; copied
   * @return to be closed by the caller; scratch memory is as it was before
   * @throws IllegalArgumentException if a map is missing or has another shape
   */
  public PreparedImage prepare(Operators ops, FeatureMaps image) {
    try (Frame frame = ops.frame()) {
      return path.prepare(ops, image);
    }
  }

  /**
   * Decodes a batch of prompts of any size. A prompt's masks do not depend on the others in its
   * batch, save for rounding where the engine's matrix product adds up in another order for another
   * number of rows: not seen with the CPU engine, some 1e-5 of the largest logit with the portable
   * one.
   *
   * @param image made by this decoder
   * @param request which masks
   * @return results in the Java heap; scratch memory is as it was before
   * @throws IllegalArgumentException for shapes or an image that are not this model's
   * @throws IllegalStateException if the image is closed
   */
  public DecodedMasks decode(
      Operators ops, PreparedImage image, EncodedPrompts prompts, MaskRequest request) {
    check(prompts);
    int count = prompts.prompts();
    Answers answers = new Answers(choice, request, count, maskSide());
    int chunk = chunk(ops, prompts);
    for (int from = 0; from < count; from += chunk) {
      EncodedPrompts some = prompts.slice(from, Math.min(count, from + chunk));
      try (Frame frame = ops.frame()) {
        decode(ops, path.run(ops, tokens.before(ops, some), some.dense(), image), from, answers);
      }
    }
    return answers.masks();
  }

  private void check(EncodedPrompts prompts) {
    Tensor sparse = prompts.sparse();
    if (sparse.rank() != 3 || sparse.dim(2) != tokens.channels()) {
      throw new IllegalArgumentException(
          "expected prompt tokens of shape [P, N, %d], found %s"
              .formatted(tokens.channels(), sparse));
    }
    Tensor dense = prompts.dense();
    if (dense != null && dense.dim(0) != sparse.dim(0)) {
      throw new IllegalArgumentException(
          "expected mask embeddings of %d prompts, found %s".formatted(sparse.dim(0), dense));
    }
  }

  /** How many prompts to decode together. */
  private int chunk(Operators ops, EncodedPrompts prompts) {
    if (together > 0) {
      return together;
    }
    int inputs = tokens.count() + prompts.tokens();
    long perPrompt = path.bytesPerPrompt(ops, inputs, prompts.dense() != null);
    return (int) Math.max(1, Math.min(MOST_PROMPTS, SCRATCH_BYTES / perPrompt));
  }

  /**
   * Decodes some prompts after the transformer.
   *
   * @param start the first of them in the batch
   */
  private void decode(Operators ops, ImagePath.Pass pass, int start, Answers answers) {
    Tensor outputs = pass.tokens();
    float[] scores = heads.iou().run(ops, outputs.select(1, tokens.iou())).toArray();
    int prompts = outputs.dim(0);
    int width = heads.iou().outputs();
    Mlp objectScore = heads.objectScore();
    if (objectScore != null) {
      answers.objectScores(start, objectScore.run(ops, outputs.select(1, 0)).toArray());
    }
    List<Wanted> wanted = new ArrayList<>();
    for (int p = 0; p < prompts; p++) {
      float[] own = Arrays.copyOfRange(scores, p * width, (p + 1) * width);
      wanted.addAll(answers.score(start + p, own));
    }
    if (wanted.isEmpty()) {
      return;
    }
    Filters filters = Filters.of(ops, wanted, start, token -> filter(ops, outputs, token));
    int from = 0;
    while (from < wanted.size()) {
      int to = end(wanted, from, pass.promptsAtOnce());
      List<Wanted> some = wanted.subList(from, to);
      try (Frame frame = ops.frame()) {
        Filters.Chosen chosen = filters.of(ops, some);
        Tensor masks = pass.masks(ops, chosen.filters(), chosen.owners(), chosen.maskTokens());
        answers.put(some, masks.toArray());
      }
      from = to;
    }
  }

  /** What a mask token makes of itself, to be multiplied with the image: (P, L). */
  private Tensor filter(Operators ops, Tensor outputs, int token) {
    return heads.hypernetworks().get(token).run(ops, outputs.select(1, tokens.firstMask() + token));
  }

  /** Where the masks of this many prompts end. */
  private static int end(List<Wanted> wanted, int from, int prompts) {
    int left = prompts;
    int to = from;
    while (to < wanted.size()) {
      boolean another = to == from || wanted.get(to).prompt() != wanted.get(to - 1).prompt();
      if (another && left-- == 0) {
        break;
      }
      to++;
    }
    return to;
  }
}
