/** JMH benchmarks of the operators at the sizes the published models use, and of mask handling. */
@NullMarked
package io.github.sam4j.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
