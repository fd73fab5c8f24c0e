package io.github.sam4j.prompt;

/** What published predictors let their callers choose beside the masks; few models know one. */
public enum MaskOption {
  /** SAM-HQ's {@code hq_token_only}: the mask of its high-quality token alone, added to none. */
  HQ_TOKEN_ONLY,
  /**
   * SAM 2 without {@code dynamic_multimask_via_stability}: a single mask is that of its own token,
   * however unstable.
   */
  STATIC_SINGLE_MASK
}
