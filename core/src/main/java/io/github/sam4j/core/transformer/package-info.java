/** CLIP's transformer, which its image tower and its text tower share. */
@NullMarked
package io.github.sam4j.core.transformer;

import org.jspecify.annotations.NullMarked;
