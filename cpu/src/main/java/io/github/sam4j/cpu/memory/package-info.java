/** Blocks of native memory and the bump allocators over them. */
@NullMarked
package io.github.sam4j.cpu.memory;

import org.jspecify.annotations.NullMarked;
