package io.github.sam4j.nd4j;

import io.github.sam4j.core.tensor.Engine;
import io.github.sam4j.core.tensor.EngineOptions;
import io.github.sam4j.core.tensor.EngineProvider;
import java.util.Map;

/** Makes the portable engine: available wherever an ND4J backend is. */
public final class PortableEngineProvider implements EngineProvider {
  private final Map<String, String> environment;

  /** For {@link java.util.ServiceLoader}. */
  public PortableEngineProvider() {
    this(System.getenv());
  }

  PortableEngineProvider(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return PortableEngine.NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public String unavailable() {
    String limit = environment.get("OMP_THREAD_LIMIT");
    if (limit != null) {
      return "OMP_THREAD_LIMIT=%s is set in the environment; ND4J computes wrong values under it, unset it"
          .formatted(limit);
    }
    try {
      NativeBackend.load();
      return "";
    } catch (LinkageError | RuntimeException e) {
      return "no ND4J backend could be loaded (is nd4j-native for this platform on the class path?): "
          + e;
    }
  }

  @Override
  public Engine create(EngineOptions options) {
    String reason = unavailable();
    if (!reason.isEmpty()) {
      throw new IllegalStateException("engine '" + name() + "' cannot run here: " + reason);
    }
    return new PortableEngine(options);
  }
}
