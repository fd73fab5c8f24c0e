/** Matrix products and layout changes by oneDNN, one thread at a time. */
@NullMarked
package io.github.sam4j.cpu.onednn;

import org.jspecify.annotations.NullMarked;
