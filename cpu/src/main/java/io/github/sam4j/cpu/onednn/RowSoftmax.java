package io.github.sam4j.cpu.onednn;

/**
 * The softmax of each row of a float32 matrix, whose rows are adjacent: with gaps oneDNN would fall
 * back to a slow implementation.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 */
public record RowSoftmax(int rows, int columns) {}
