/** Kernels written with the Vector API, each for one row or one small block of data. */
@NullMarked
package io.github.sam4j.cpu.vector;

import org.jspecify.annotations.NullMarked;
