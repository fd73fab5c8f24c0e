/** MobileSAM (Zhang et al. 2023): a TinyViT behind SAM's prompt encoder and mask decoder. */
@NullMarked
package io.github.sam4j.families.mobilesam;

import org.jspecify.annotations.NullMarked;
