package io.github.sam4j;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.decoder.MaskDecoder;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.encoder.ImageEncoder;
import io.github.sam4j.prompt.PromptEncoder;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model's parts; all immutable, all freed with the engine.
 *
 * @param text finds what text prompts name; null without text weights
 */
record Model(
    Engine engine,
    ImageEncoder encoder,
    PromptEncoder prompts,
    MaskDecoder decoder,
    ModelInfo info,
    @Nullable Detector text) {}
