/**
 * The portable engine: every operator composed of ND4J operators alone, so that it runs on whatever
 * ND4J backend is on the class path. It is the engine that the faster ones are compared with.
 */
@NullMarked
package io.github.sam4j.nd4j;

import org.jspecify.annotations.NullMarked;
