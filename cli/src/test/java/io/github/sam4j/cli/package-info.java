/** Tests of the command line as a whole. */
@NullMarked
package io.github.sam4j.cli;

import org.jspecify.annotations.NullMarked;
