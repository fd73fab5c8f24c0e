/** The command that segments pictures: its arguments, the pictures it finds, and its run. */
@NullMarked
package io.github.sam4j.cli.segment;

import org.jspecify.annotations.NullMarked;
