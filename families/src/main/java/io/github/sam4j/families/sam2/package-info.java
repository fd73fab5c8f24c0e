/**
 * SAM 2 and 2.1 for pictures (Ravi et al. 2024, "SAM 2: Segment Anything in Images and Videos"). A
 * file's part for videos, its memory, is passed over.
 */
@NullMarked
package io.github.sam4j.families.sam2;

import org.jspecify.annotations.NullMarked;
