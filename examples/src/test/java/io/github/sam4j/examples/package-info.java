/** Tests of the command line as a whole. */
@NullMarked
package io.github.sam4j.examples;

import org.jspecify.annotations.NullMarked;
