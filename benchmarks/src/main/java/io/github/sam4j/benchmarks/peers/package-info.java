/**
 * Side-by-side runs of sam4j and ONNX Runtime: the same work, the same threads, interleaved, each
 * measurement in a process of its own.
 */
@NullMarked
package io.github.sam4j.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
