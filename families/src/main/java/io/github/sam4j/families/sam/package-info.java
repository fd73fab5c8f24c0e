/**
 * Segment Anything (Kirillov et al. 2023): ViT encoders, in segment-anything's names or
 * transformers'.
 */
@NullMarked
package io.github.sam4j.families.sam;

import org.jspecify.annotations.NullMarked;
