/** What a run leaves behind: overlays, mask pictures, JSON, arrays and a page to look at. */
@NullMarked
package io.github.sam4j.formats;

import org.jspecify.annotations.NullMarked;
