package io.github.sam4j.cli.segment;

import io.github.sam4j.EverythingOptions;

/**
 * What to do with each picture.
 *
 * @param prompts what to segment
 * @param limits how many objects texts and examples may find
 * @param everything how to segment everything where there are no prompts
 * @param multimask whether to keep all three masks of a prompt, not the best alone
 * @param dump whether to write the model's input and outputs as arrays
 */
record SegmentTask(
    PromptSource prompts,
    GroundingLimits limits,
    EverythingOptions everything,
    boolean multimask,
    boolean dump) {}
