package io.github.sam4j.detectors.clip.tokenizer;

/**
 * A token that is recognised in the text as a whole, before words are made.
 *
 * @param content how it is written
 * @param normalized whether it is looked for in the normalised text rather than in the text itself
 * @param id its id in the vocabulary
 */
record AddedToken(String content, boolean normalized, int id) {}
