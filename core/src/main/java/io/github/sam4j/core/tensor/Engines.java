package io.github.sam4j.core.tensor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses an engine: the one that {@code -Dsam4j.engine=NAME} names, else the best that can run
 * here. Why a better one cannot run is logged once.
 */
public final class Engines {
  /** The system property that names the engine to use. */
  public static final String PROPERTY = "sam4j.engine";

  private static final Logger LOG = LoggerFactory.getLogger(Engines.class);
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private static final AtomicBoolean PREPARED = new AtomicBoolean();

  private Engines() {}

  /**
   * Begins to load native libraries on a thread of its own, for an engine that will be asked for
   * soon; at the first call, and only if no engine has been made. Returns at once and never fails:
   * whatever is wrong shows when the engine is made.
   */
  public static void prepare(EngineOptions options) {
    if (!PREPARED.getAndSet(true)) {
      String asked = asked(options);
      Thread thread = new Thread(() -> prepare(asked), "sam4j-prepare");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void prepare(String asked) {
    try {
      byPriority(providers()).stream()
          .filter(provider -> asked.isEmpty() || provider.name().equals(asked))
          .findFirst()
          .ifPresent(EngineProvider::prepare);
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      LOG.debug("engines cannot be prepared", e);
    }
  }

  /** The name of the engine that is wanted; empty for the best. */
  private static String asked(EngineOptions options) {
    String name = options.engine();
    return (name == null ? System.getProperty(PROPERTY, "") : name).trim().toLowerCase(Locale.ROOT);
  }

  /**
   * A new engine: the one that the options name, else the system property, else the best.
   *
   * @throws IllegalStateException if the engine asked for does not exist or cannot run here
   */
  public static Engine create(EngineOptions options) {
    PREPARED.set(true);
    String asked = asked(options);
    return asked.isEmpty() ? best(providers(), options) : create(asked, options);
  }

  /**
   * A new engine of this name.
   *
   * @throws IllegalStateException if it does not exist or cannot run here
   */
  public static Engine create(String name, EngineOptions options) {
    PREPARED.set(true);
    List<EngineProvider> providers = providers();
    for (EngineProvider provider : providers) {
      if (provider.name().equals(name)) {
        String reason = provider.unavailable();
        if (!reason.isEmpty()) {
          throw new IllegalStateException("engine '" + name + "' cannot run here: " + reason);
        }
        return provider.create(options);
      }
    }
    throw new IllegalStateException(
        "no engine '%s' on the class path; there are %s"
            .formatted(name, providers.stream().map(EngineProvider::name).toList()));
  }

  static Engine best(List<EngineProvider> providers, EngineOptions options) {
    List<String> reasons = new ArrayList<>();
    for (EngineProvider provider : byPriority(providers)) {
      String reason = provider.unavailable();
      if (reason.isEmpty()) {
        return provider.create(options);
      }
      reasons.add("'%s': %s".formatted(provider.name(), reason));
      if (SAID.add(provider.name())) {
        LOG.warn("engine '{}' cannot run here: {}", provider.name(), reason);
      }
    }
    throw new IllegalStateException("no engine can run here: " + String.join("; ", reasons));
  }

  private static List<EngineProvider> byPriority(List<EngineProvider> providers) {
    return providers.stream()
        .sorted(Comparator.comparingInt(EngineProvider::priority).reversed())
        .toList();
  }

  private static List<EngineProvider> providers() {
    return ServiceLoader.load(EngineProvider.class, Engines.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }
}
