/** Tests of arguments, the search for pictures and their names. */
@NullMarked
package io.github.sam4j.cli.models;

import org.jspecify.annotations.NullMarked;
