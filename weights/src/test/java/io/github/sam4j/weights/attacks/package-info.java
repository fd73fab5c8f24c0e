/** One test for each way in which a weights file can be wrong or hostile. */
@NullMarked
package io.github.sam4j.weights.attacks;

import org.jspecify.annotations.NullMarked;
