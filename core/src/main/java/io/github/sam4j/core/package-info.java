/** What every other module stands on: tensors and operators, pictures, geometry, masks, errors. */
@NullMarked
package io.github.sam4j.core;

import org.jspecify.annotations.NullMarked;
