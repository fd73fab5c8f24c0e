/** EfficientViT's large variants as image encoders, as EfficientViT-SAM has them. */
@NullMarked
package io.github.sam4j.encoder.efficientvit;

import org.jspecify.annotations.NullMarked;
