package io.github.sam4j.cli.evaluate;

import io.github.sam4j.core.geometry.Box;
import io.github.sam4j.core.geometry.PixelPoint;

/**
 * An object and what first asks for it.
 *
 * @param map the file name of the map it is in
 * @param id its id there
 * @param box the least and greatest column and row of its pixels
 * @param click its deepest pixel
 */
record ObjectPrompt(String map, int id, Box box, PixelPoint click) {}
