/**
 * An engine as somebody outside would add one: this package and one line in {@code
 * META-INF/services}. Its memory is Java arrays, which have no address; it lets the portable engine
 * compute.
 */
@NullMarked
package io.github.sam4j.tests.toyengine;

import org.jspecify.annotations.NullMarked;
