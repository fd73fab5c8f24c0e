package io.github.sam4j.detectors.owl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The embeddings of the texts that were used last. Thread-safe; callers do not change arrays. */
final class TextEmbeddings {
  /** At 512 channels, 2 MB. */
  static final int MOST = 1024;

  private final Map<String, float[]> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > MOST;
        }
      };

  /** The embedding; two threads may compute the same one, with the same result. */
  float[] get(String text, Function<String, float[]> embed) {
    synchronized (kept) {
      float[] known = kept.get(text);
      if (known != null) {
        return known;
      }
    }
    float[] made = embed.apply(text);
    synchronized (kept) {
      kept.put(text, made);
    }
    return made;
  }
}
