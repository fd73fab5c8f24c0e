package io.github.sam4j.internal;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.detectors.Detector;
import io.github.sam4j.families.Family;
import io.github.sam4j.families.ModelMetadata;
import io.github.sam4j.families.SegmentationModel;
import org.jspecify.annotations.Nullable;

/**
 * A model that was loaded; all of it immutable and freed with the engine.
 *
 * @param name its own, or its file's
 * @param fingerprints tell it from other models
 * @param metadata what its file says besides
 * @param detector finds what texts name; null without a text model
 */
public record LoadedModel(
    Engine engine,
    SegmentationModel segmentation,
    Family family,
    String name,
    Fingerprints fingerprints,
    ModelMetadata metadata,
    @Nullable Detector detector) {}
