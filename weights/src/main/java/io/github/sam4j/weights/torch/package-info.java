/** Reader of PyTorch's zip checkpoints: builds data from the pickle inside and runs nothing. */
@NullMarked
package io.github.sam4j.weights.torch;

import org.jspecify.annotations.NullMarked;
