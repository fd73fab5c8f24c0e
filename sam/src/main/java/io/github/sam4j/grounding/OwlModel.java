package io.github.sam4j.grounding;

import io.github.sam4j.core.json.JsonObject;
import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.core.parameters.Parameters;
import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.encoder.clip.ClipVisionConfig;
import io.github.sam4j.encoder.clip.ClipVisionTransformer;
import io.github.sam4j.prompt.grounding.OwlHeads;
import io.github.sam4j.prompt.text.ClipTextConfig;
import io.github.sam4j.prompt.text.ClipTextTransformer;
import io.github.sam4j.weights.Checkpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A detector's parts; all immutable, all freed with the engine. */
record OwlModel(ClipVisionTransformer image, ClipTextTransformer text, OwlHeads heads) {
  static final String OWL_VIT = "owlvit";
  private static final String OWL_V2 = "owlv2";

  /** What the names of a checkpoint's towers begin with. */
  static String prefix(Checkpoint checkpoint) {
    for (String prefix : List.of(OWL_VIT, OWL_V2)) {
      if (checkpoint.names().stream().anyMatch(name -> name.startsWith(prefix + "."))) {
        return prefix;
      }
    }
    throw WeightsFormatException.file(
        checkpoint.source(), "a checkpoint of OWL-ViT or OWLv2", checkpoint.contents());
  }

  static OwlModel load(Checkpoint checkpoint, Engine engine, String prefix)
      throws IOException {
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
