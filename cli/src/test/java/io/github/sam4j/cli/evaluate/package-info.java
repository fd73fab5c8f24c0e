/** Tests of the evaluation of models. */
@NullMarked
package io.github.sam4j.cli.evaluate;

import org.jspecify.annotations.NullMarked;
