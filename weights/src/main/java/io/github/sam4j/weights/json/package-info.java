/** Small JSON documents (configuration, shard index, catalogue) as maps and lists. */
@NullMarked
package io.github.sam4j.weights.json;

import org.jspecify.annotations.NullMarked;
