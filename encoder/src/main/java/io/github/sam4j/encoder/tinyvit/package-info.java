/** TinyViT (Wu et al. 2022), the image encoder of MobileSAM (Zhang et al. 2023). */
@NullMarked
package io.github.sam4j.encoder.tinyvit;

import org.jspecify.annotations.NullMarked;
