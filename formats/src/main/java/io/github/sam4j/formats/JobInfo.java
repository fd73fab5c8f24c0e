package io.github.sam4j.formats;

import io.github.sam4j.ModelInfo;
import java.util.Set;

/**
 * What a format may know about a job when it begins.
 *
 * @param model the model that draws the masks
 * @param formats ids of all formats that are written, for those that name others' files
 */
public record JobInfo(ModelInfo model, Set<String> formats) {
  /** Copies the set. */
  public JobInfo {
    formats = Set.copyOf(formats);
  }
}
