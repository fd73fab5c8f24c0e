package io.github.sam4j.formats;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The formats that are on the class path. */
public final class Formats {
  private Formats() {}

  /**
   * All of them, by their ids.
   *
   * @throws IllegalStateException if two have the same id
   */
  public static List<MaskFormat> all() {
    return List.copyOf(byId().values());
  }

  /**
   * Those of these ids, in that order, each once.
   *
   * @throws IllegalArgumentException if there is no format of one of them; the message names those
   *     that there are
   */
  public static List<MaskFormat> of(String... ids) {
    return of(List.of(ids), Map.of());
  }

  /**
   * Those of these ids, in that order, each once, with options.
   *
   * @param options values by {@code FORMAT.OPTION}
   * @throws IllegalArgumentException if there is no format of one of the ids, or an option is of
   *     none of them, or a format refuses it
   */
  public static List<MaskFormat> of(List<String> ids, Map<String, String> options) {
    Map<String, MaskFormat> known = byId();
    Map<String, MaskFormat> chosen = new LinkedHashMap<>();
    for (String id : ids) {
      MaskFormat format = known.get(id);
      if (format == null) {
        throw new IllegalArgumentException(
            "no format '%s'; there are %s".formatted(id, String.join(", ", known.keySet())));
      }
      chosen.put(id, format);
    }
    options.forEach(
        (name, value) -> {
          String id = name.substring(0, Math.max(0, name.indexOf('.')));
          MaskFormat format = chosen.get(id);
          if (format == null) {
            throw new IllegalArgumentException(
                "expected an option FORMAT.NAME of the formats %s, found '%s'"
                    .formatted(String.join(", ", chosen.keySet()), name));
          }
          chosen.put(id, format.with(name.substring(id.length() + 1), value));
        });
    return List.copyOf(chosen.values());
  }

  private static Map<String, MaskFormat> byId() {
    Map<String, MaskFormat> formats = new TreeMap<>();
    for (MaskFormat format :
        ServiceLoader.load(MaskFormat.class, MaskFormat.class.getClassLoader())) {
      MaskFormat other = formats.put(format.id(), format);
      if (other != null) {
        throw new IllegalStateException(
            "two formats '%s': %s and %s"
                .formatted(format.id(), other.getClass().getName(), format.getClass().getName()));
      }
    }
    return formats;
  }
}
