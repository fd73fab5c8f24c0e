/**
 * A family as somebody outside would add one: this package and one line in {@code
 * META-INF/services}. Two maps, a squashed square input, no mask prompts.
 */
@NullMarked
package io.github.sam4j.tests.toyfamily;

import org.jspecify.annotations.NullMarked;
