package io.github.sam4j.cpu.memory;

/**
 * Four cells of a map, 2 x 2.
 *
 * @param from the upper left cell
 * @param right how far behind a cell the one to its right lies
 * @param down how far behind a cell the one below it lies
 */
public record Square(Block block, int from, int right, int down) {}
