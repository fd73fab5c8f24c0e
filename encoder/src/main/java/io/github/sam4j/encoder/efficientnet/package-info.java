/** EfficientNet's lightweight variant as an image encoder with finer levels, as sam4j-2 has it. */
@NullMarked
package io.github.sam4j.encoder.efficientnet;

import org.jspecify.annotations.NullMarked;
