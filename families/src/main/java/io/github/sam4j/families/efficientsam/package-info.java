/**
 * EfficientSAM (Xiong et al. 2023, "EfficientSAM: Leveraged Masked Image Pretraining for Efficient
 * Segment Anything"): a small plain ViT, six points a prompt, and a mask decoder near SAM's.
 */
@NullMarked
package io.github.sam4j.families.efficientsam;

import org.jspecify.annotations.NullMarked;
