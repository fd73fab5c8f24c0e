/** Image encoders: a picture's pixels to the embedding that prompts are answered from. */
@NullMarked
package io.github.sam4j.encoder;

import org.jspecify.annotations.NullMarked;
