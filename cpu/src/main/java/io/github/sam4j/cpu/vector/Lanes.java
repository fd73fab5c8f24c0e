package io.github.sam4j.cpu.vector;

import io.github.sam4j.cpu.memory.VectorMemory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector loads and stores on native memory, for every JDK from 17 on.
 *
 * <p>The incubating module changed how vectors reach memory: byte buffers at first, memory segments
 * since JDK 21. Method handles bound once to whichever there is let one class file serve all; held
 * in static finals they cost nothing once compiled.
 */
public final class Lanes {
  /** The widest vectors of this machine. */
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Floats in one vector. */
  public static final int WIDTH = SPECIES.length();

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final MethodHandle LOAD = loader();
  private static final MethodHandle STORE = storer();

  private Lanes() {}

  /** The {@link #WIDTH} floats from this index on. */
  public static FloatVector load(Object memory, int index) {
    try {
      return (FloatVector) LOAD.invokeExact(memory, index << 2);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /**
   * One float in every lane. As an integer it goes from memory to all lanes in one instruction; as
   * a float it would be checked for NaN on the way.
   */
  public static FloatVector broadcast(IntBuffer bits, int index) {
    return broadcast(bits.get(index));
  }

  /** The same of a float's bits. */
  public static FloatVector broadcast(int bits) {
    return IntVector.broadcast(INTS, bits).reinterpretAsFloats();
  }

  /** Writes a vector's floats from this index on. */
  public static void store(FloatVector vector, Object memory, int index) {
    try {
      STORE.invokeExact(vector, memory, index << 2);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /** The least multiple of {@link #WIDTH} that is not less than n. */
  public static int roundUp(int n) {
    return (n + WIDTH - 1) / WIDTH * WIDTH;
  }

  private static RuntimeException failure(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private static MethodHandle loader() {
    try {
      MethodType type =
          MethodType.methodType(
              FloatVector.class,
              VectorSpecies.class,
              VectorMemory.type(),
              VectorMemory.SEGMENTS ? long.class : int.class,
              ByteOrder.class);
      MethodHandle handle =
          MethodHandles.lookup()
              .findStatic(
                  FloatVector.class,
                  VectorMemory.SEGMENTS ? "fromMemorySegment" : "fromByteBuffer",
                  type);
      handle = MethodHandles.insertArguments(handle, 3, ByteOrder.nativeOrder());
      handle = MethodHandles.insertArguments(handle, 0, SPECIES);
      return MethodHandles.explicitCastArguments(
          handle, MethodType.methodType(FloatVector.class, Object.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle storer() {
    try {
      MethodType type =
          MethodType.methodType(
              void.class,
              VectorMemory.type(),
              VectorMemory.SEGMENTS ? long.class : int.class,
              ByteOrder.class);
      MethodHandle handle =
          MethodHandles.lookup()
              .findVirtual(
                  FloatVector.class,
                  VectorMemory.SEGMENTS ? "intoMemorySegment" : "intoByteBuffer",
                  type);
      handle = MethodHandles.insertArguments(handle, 3, ByteOrder.nativeOrder());
      return MethodHandles.explicitCastArguments(
          handle, MethodType.methodType(void.class, FloatVector.class, Object.class, int.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
