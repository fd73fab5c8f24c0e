/** What an application uses: {@link io.github.sam4j.Sam} and what it returns. */
@NullMarked
package io.github.sam4j;

import org.jspecify.annotations.NullMarked;
