/** CLIP's tokenizer: texts to the ids that its text tower takes. */
@NullMarked
package io.github.sam4j.detectors.clip.tokenizer;

import org.jspecify.annotations.NullMarked;
