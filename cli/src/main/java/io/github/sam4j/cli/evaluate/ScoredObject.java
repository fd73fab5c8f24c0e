package io.github.sam4j.cli.evaluate;

import java.util.List;

/**
 * What came out for one object.
 *
 * @param picture the name of its picture
 * @param prompt what asked for it
 * @param ious for each contestant the IoU of each of its columns
 */
record ScoredObject(String picture, ObjectPrompt prompt, List<List<Double>> ious) {}
