package io.github.sam4j.detectors.owl;

import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.clip.ClipTextConfig;
import io.github.sam4j.detectors.clip.ClipTextTransformer;
import io.github.sam4j.detectors.clip.ClipVisionConfig;
import io.github.sam4j.detectors.clip.ClipVisionTransformer;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A detector's parts; all immutable, all freed with the engine. */
record OwlModel(ClipVisionTransformer image, ClipTextTransformer text, OwlHeads heads) {
  /**
   * Packs the weights.
   *
   * @param prefix what the names of CLIP's tensors begin with
   */
  static OwlModel load(Checkpoint checkpoint, String prefix, Engine engine) throws IOException {
    JsonObject config = checkpoint.config().orElse(null);
    Parameters clip = checkpoint.under(prefix);
    Parameters vision = clip.under("vision_model");
    ClipVisionConfig visionConfig = ClipVisionConfig.infer(vision, part(config, "vision_config"));
    ClipTextConfig textConfig = ClipTextConfig.infer(clip, part(config, "text_config"));
    return new OwlModel(
        new ClipVisionTransformer(engine, vision, visionConfig),
        new ClipTextTransformer(engine, clip, textConfig),
        new OwlHeads(
            engine,
            checkpoint,
            visionConfig.grid(),
            visionConfig.encoder().width(),
            textConfig.channels(),
            visionConfig.encoder().epsilon()));
  }

  private static Map<String, Object> part(@Nullable JsonObject config, String name) {
    JsonObject part = config == null ? null : config.object(name);
    return part == null ? Map.of() : part.members();
  }
}
