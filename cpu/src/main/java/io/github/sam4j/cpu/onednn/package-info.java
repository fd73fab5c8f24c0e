/**
 * oneDNN: what it is to compute as records, each with a class for what it compiles that to; one
 * thread at a time.
 */
@NullMarked
package io.github.sam4j.cpu.onednn;

import org.jspecify.annotations.NullMarked;
