/** SAM-HQ. */
@NullMarked
package io.github.sam4j.families.samhq;

import org.jspecify.annotations.NullMarked;
