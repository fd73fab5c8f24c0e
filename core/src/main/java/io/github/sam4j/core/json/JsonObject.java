package io.github.sam4j.core.json;

import io.github.sam4j.core.error.WeightsFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One object of a JSON document. Members that are null are left out. Every accessor throws {@link
 * WeightsFormatException} with the object's {@link #place}, what was expected and what was found if
 * the member is of another type.
 *
 * <p>Immutable.
 */
public final class JsonObject {
  private static final int MAX_SHOWN = 80;

  private final String place;
  private final Map<String, Object> members;

  JsonObject(String place, Map<String, Object> members) {
    this.place = place;
    this.members = Collections.unmodifiableMap(members);
  }

  /** Where it is: the document, then the names and indexes that lead here. */
  public String place() {
    return place;
  }

  /**
   * The members in the document's order: {@code String}, {@code Boolean}, {@code Long}, {@code
   * Double} (also for integers beyond 64 bits), {@code List} and {@code JsonObject}. Unmodifiable.
   */
  public Map<String, Object> members() {
    return members;
  }

  /** Whether there is such a member. */
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /** Text, or null if there is no such member. */
  public @Nullable String string(String name) {
    return optional(name, String.class, "a string");
  }

  /** Text that has to be there. */
  public String requiredString(String name) {
    return required(name, String.class, "a string");
  }

  /** An integer of at most 64 bits, or null if there is no such member. */
  public @Nullable Long integer(String name) {
    return optional(name, Long.class, "an integer");
  }

  /** True or false, or {@code otherwise} if there is no such member. */
  public boolean flag(String name, boolean otherwise) {
    Boolean flag = optional(name, Boolean.class, "true or false");
    return flag == null ? otherwise : flag;
  }

  /** An object, or null if there is no such member. */
  public @Nullable JsonObject object(String name) {
    return optional(name, JsonObject.class, "an object");
  }

  /** An object that has to be there. */
  public JsonObject requiredObject(String name) {
    return required(name, JsonObject.class, "an object");
  }

  /** A list, empty if there is no such member; its items may be null. */
  public List<?> list(String name) {
    List<?> list = optional(name, List.class, "a list");
    return list == null ? List.of() : list;
  }

  /** A list of objects, empty if there is no such member. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object item : list(name)) {
      if (!(item instanceof JsonObject object)) {
        throw wrong("objects in '" + name + "'", item);
      }
      objects.add(object);
    }
    return objects;
  }

  private <T> T required(String name, Class<T> type, String expected) {
    T value = optional(name, type, expected);
    if (value == null) {
      throw wrong(expected + " as '" + name + "'", null);
    }
    return value;
  }

  private <T> @Nullable T optional(String name, Class<T> type, String expected) {
    Object value = members.get(name);
    if (value != null && !type.isInstance(value)) {
      throw wrong(expected + " as '" + name + "'", value);
    }
    return type.cast(value);
  }

  private WeightsFormatException wrong(String expected, @Nullable Object found) {
    return WeightsFormatException.file(place, expected, describe(found));
  }

  private static String describe(@Nullable Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof JsonObject object) {
      return "an object of " + object.members.size() + " members";
    }
    if (value instanceof List<?> list) {
      return "a list of " + list.size();
    }
    String text = value.toString();
    return "'" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text) + "'";
  }

  @Override
  public String toString() {
    return members.toString();
  }
}
