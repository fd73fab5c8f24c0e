package io.github.sam4j.cpu.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.Buffer;
import java.nio.ByteBuffer;

/**
 * What the Vector API loads from: byte buffers at first, memory segments since JDK 22. Needs
 * nothing of that module itself.
 */
public final class VectorMemory {
  /** Whether it loads from memory segments. */
  public static final boolean SEGMENTS = Runtime.version().feature() >= 22;

  private VectorMemory() {}

  /** The class of {@link #of}'s results. */
  public static Class<?> type() {
    try {
      return SEGMENTS ? Class.forName("java.lang.foreign.MemorySegment") : ByteBuffer.class;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looked up once, and only where there are segments. */
  private static final class Segments {
    static final MethodHandle OF_BUFFER = ofBuffer();

    private Segments() {}

    private static MethodHandle ofBuffer() {
      try {
        Class<?> segment = type();
        return MethodHandles.lookup()
            .findStatic(segment, "ofBuffer", MethodType.methodType(segment, Buffer.class));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A direct buffer's memory. */
  static Object of(ByteBuffer bytes) {
    if (!SEGMENTS) {
      return bytes;
    }
    try {
      return Segments.OF_BUFFER.invoke(bytes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
