/** RepViT-SAM (Wang et al. 2023): a RepViT behind SAM's prompt encoder and mask decoder. */
@NullMarked
package io.github.sam4j.families.repvitsam;

import org.jspecify.annotations.NullMarked;
