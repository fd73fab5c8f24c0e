/**
 * RepViT (Wang et al. 2024, "RepViT: Revisiting Mobile CNN From ViT Perspective"), the image
 * encoder of EdgeSAM (Zhou et al. 2023) and RepViT-SAM (Wang et al. 2023).
 */
@NullMarked
package io.github.sam4j.encoder.repvit;

import org.jspecify.annotations.NullMarked;
