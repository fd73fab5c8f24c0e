/** EdgeSAM (Zhou et al. 2023): a RepViT, two stages of it fused, behind SAM's other parts. */
@NullMarked
package io.github.sam4j.families.edgesam;

import org.jspecify.annotations.NullMarked;
