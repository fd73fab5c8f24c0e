/** Tests of the evaluation of models. */
@NullMarked
package io.github.sam4j.examples.evaluate;

import org.jspecify.annotations.NullMarked;
