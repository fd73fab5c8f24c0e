/**
 * The transformer between prompt tokens and image, as in segment-anything's {@code transformer.py}.
 */
@NullMarked
package io.github.sam4j.decoder.transformer;

import org.jspecify.annotations.NullMarked;
