/** A mapped weights file and the tensors stored in it, whatever its format. */
@NullMarked
package io.github.sam4j.weights.file;

import org.jspecify.annotations.NullMarked;
