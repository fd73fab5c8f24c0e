package io.github.sam4j.weights.safetensors;

import io.github.sam4j.weights.file.DataType;

/** One tensor as the header describes it; offsets count from the end of the header. */
record HeaderEntry(String name, DataType type, int[] shape, long begin, long end) {}
