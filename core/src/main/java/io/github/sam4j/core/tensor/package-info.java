/**
 * Float32 tensors and the operators over them.
 *
 * <p>Model code (encoders, prompt encoder, mask decoder) is written against {@link
 * io.github.sam4j.core.tensor.Operators} alone. Which {@link io.github.sam4j.core.tensor.Engine}
 * stands behind it is decided once, when weights are loaded.
 */
@NullMarked
package io.github.sam4j.core.tensor;

import org.jspecify.annotations.NullMarked;
