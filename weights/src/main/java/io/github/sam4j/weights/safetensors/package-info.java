/** Reader of the safetensors format; every field is checked before memory is taken for it. */
@NullMarked
package io.github.sam4j.weights.safetensors;

import org.jspecify.annotations.NullMarked;
