package io.github.sam4j.weights.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes pickle opcodes one by one, sensible or not. */
public final class PickleWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final int protocol;

  /** Begins a pickle of a protocol, 2 to 5; from 4 on the newer opcodes are used. */
  public PickleWriter(int protocol) {
    this.protocol = protocol;
    op(0x80).op(protocol);
  }

  /** One byte. */
  public PickleWriter op(int opcode) {
    out.write(opcode);
    return this;
  }

  /** One byte, as a character. */
  public PickleWriter op(char opcode) {
    return op((int) opcode);
  }

  /** Four bytes. */
  public PickleWriter int32(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  /** Eight bytes. */
  public PickleWriter int64(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** Text. */
  public PickleWriter text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (protocol >= 4 && bytes.length < 256) {
      op(0x8c).op(bytes.length);
    } else {
      op('X').int32(bytes.length);
    }
    out.writeBytes(bytes);
    return this;
  }

  /** A number, in the shortest form. */
  public PickleWriter number(long value) {
    if (value >= 0 && value < 256) {
      return op('K').op((int) value);
    }
    if (value >= 0 && value < 65536) {
      return op('M').op((int) value & 0xff).op((int) value >> 8);
    }
    if (value == (int) value) {
      return op('J').int32((int) value);
    }
    return op(0x8a).op(8).int64(value);
  }

  /** A tuple of what {@code items} pushes. */
  public PickleWriter tuple(Consumer<PickleWriter> items) {
    op('(');
    items.accept(this);
    return op('t');
  }

  /** A tuple of numbers. */
  public PickleWriter numbers(long... values) {
    return tuple(
        pickle -> {
          for (long value : values) {
            pickle.number(value);
          }
        });
  }

  /** A class or function. */
  public PickleWriter global(String module, String name) {
    if (protocol >= 4) {
      return text(module).text(name).op(0x93).op(0x94);
    }
    op('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** A call of a function with what {@code arguments} pushes. */
  public PickleWriter call(String module, String name, Consumer<PickleWriter> arguments) {
    return global(module, name).tuple(arguments).op('R');
  }

  /** A tensor as PyTorch describes it. */
  public PickleWriter tensor(
      String storageType, String key, long elements, long offset, long[] shape, long[] strides) {
    return call(
        "torch._utils",
        "_rebuild_tensor_v2",
        view ->
            view.tuple(
                    id ->
                        id.text("storage")
                            .global("torch", storageType)
                            .text(key)
                            .text("cpu")
                            .number(elements))
                .op('Q')
                .number(offset)
                .numbers(shape)
                .numbers(strides)
                .op(0x89)
                .call("collections", "OrderedDict", none -> {}));
  }

  /** A dict of the keys and values that {@code members} pushes. */
  public PickleWriter dict(Consumer<PickleWriter> members) {
    op('}').op('(');
    members.accept(this);
    return op('u');
  }

  /** An OrderedDict of the keys and values that {@code members} pushes. */
  public PickleWriter orderedDict(Consumer<PickleWriter> members) {
    call("collections", "OrderedDict", none -> {}).op('(');
    members.accept(this);
    return op('u');
  }

  /** Ends the pickle. */
  public byte[] stop() {
    op('.');
    return out.toByteArray();
  }
}
