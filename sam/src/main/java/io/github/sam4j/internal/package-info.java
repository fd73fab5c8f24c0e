/** What the facade is made of; no part of the library's contract. */
@NullMarked
package io.github.sam4j.internal;

import org.jspecify.annotations.NullMarked;
