/** Attention: of many or few queries, over tokens, windows and maps. */
@NullMarked
package io.github.sam4j.cpu.attention;

import org.jspecify.annotations.NullMarked;
