/**
 * EfficientViT-SAM (Zhang et al. 2024): an EfficientViT behind SAM's prompt encoder and mask
 * decoder.
 */
@NullMarked
package io.github.sam4j.families.efficientvitsam;

import org.jspecify.annotations.NullMarked;
