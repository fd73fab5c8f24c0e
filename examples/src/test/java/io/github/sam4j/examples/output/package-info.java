/** Tests of what a run writes. */
@NullMarked
package io.github.sam4j.examples.output;

import org.jspecify.annotations.NullMarked;
