package io.github.sam4j.encoder.hiera;

/**
 * A block's sizes.
 *
 * @param inputs width of the tokens it is given
 * @param stage whose width and heads it has
 * @param side of the map it is given
 * @param window that it attends within; the map's side for global attention
 * @param pools whether it halves the map's side, as a stage's first block does
 */
record BlockConfig(int inputs, HieraConfig.Stage stage, int side, int window, boolean pools) {}
