package io.github.sam4j.cpu.onednn;

/**
 * The layer norm of each row of a float32 matrix, whose rows are adjacent: (x - mean) /
 * sqrt(variance + epsilon) x gain + bias.
 *
 * @param rows of the matrix
 * @param columns of the matrix
 * @param epsilon what is added to the variance
 */
public record RowNorm(int rows, int columns, float epsilon) {}
