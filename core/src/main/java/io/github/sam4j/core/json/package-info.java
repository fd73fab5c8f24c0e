/** Small JSON documents (configuration, vocabulary, catalogue), read strictly and within bounds. */
@NullMarked
package io.github.sam4j.core.json;

import org.jspecify.annotations.NullMarked;
