/** Texts as prompts: CLIP's tokens and the text tower that embeds them. */
@NullMarked
package io.github.sam4j.prompt.text;

import org.jspecify.annotations.NullMarked;
