/** The plain vision transformer of SAM (Kirillov et al. 2023; Li et al. 2022, "ViTDet"). */
@NullMarked
package io.github.sam4j.encoder.vit;

import org.jspecify.annotations.NullMarked;
