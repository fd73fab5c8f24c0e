package io.github.sam4j.prompt;

import io.github.sam4j.core.image.SamImage;

/**
 * What to find by example: every object that looks like the one in this picture. Immutable.
 *
 * @param example a picture of one such object, cut out closely
 */
public record ExamplePrompt(SamImage example) implements Prompt {}
