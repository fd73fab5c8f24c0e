/** How the native libraries under this module get loaded, soon and one at a time. */
@NullMarked
package io.github.sam4j.core.natives;

import org.jspecify.annotations.NullMarked;
