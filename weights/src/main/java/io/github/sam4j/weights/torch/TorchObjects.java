package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.DataType;
import io.github.sam4j.weights.file.StoredTensor;
import io.github.sam4j.weights.torch.PickleValue.Dict;
import io.github.sam4j.weights.torch.PickleValue.Global;
import io.github.sam4j.weights.torch.PickleValue.Int;
import io.github.sam4j.weights.torch.PickleValue.Opaque;
import io.github.sam4j.weights.torch.PickleValue.Storage;
import io.github.sam4j.weights.torch.PickleValue.Text;
import io.github.sam4j.weights.torch.PickleValue.Tuple;
import io.github.sam4j.weights.torch.PickleValue.View;
import java.util.List;
import java.util.Map;

/**
 * The allow-list: what the few calls in a state dict stand for. Every other call, to whatever
 * function or class, becomes an {@link Opaque} that carries the name; it matters only when a
 * tensor's place in the state dict turns out to hold one.
 */
final class TorchObjects {
  private static final Map<String, DataType> STORAGES =
      Map.of(
          "torch.FloatStorage", DataType.F32,
          "torch.DoubleStorage", DataType.F64,
          "torch.HalfStorage", DataType.F16,
          "torch.BFloat16Storage", DataType.BF16,
          "torch.LongStorage", DataType.I64,
          "torch.IntStorage", DataType.I32,
          "torch.ShortStorage", DataType.I16,
          "torch.CharStorage", DataType.I8,
          "torch.ByteStorage", DataType.U8,
          "torch.BoolStorage", DataType.BOOL);

  private TorchObjects() {}

  /** A persistent id: {@code ("storage", type, key, device, elements)}. */
  static PickleValue storage(String source, PickleValue id) {
    if (id instanceof Tuple tuple
        && tuple.items().size() == 5
        && tuple.items().get(0) instanceof Text kind
        && kind.value().equals("storage")
        && tuple.items().get(1) instanceof Global type
        && tuple.items().get(2) instanceof Text key
        && tuple.items().get(4) instanceof Int elements) {
      DataType known = STORAGES.get(type.qualified());
      return known == null
          ? new Opaque(type.qualified())
          : new Storage(known, key.value(), elements.value());
    }
    throw WeightsFormatException.file(source, "a storage as persistent id", "something else");
  }

  /** A call in the pickle. */
  static PickleValue call(String source, PickleValue callable, List<PickleValue> arguments) {
    if (!(callable instanceof Global global)) {
      return callable instanceof Opaque opaque ? opaque : new Opaque("a call of no function");
    }
    return switch (global.qualified()) {
      case "collections.OrderedDict" ->
          arguments.isEmpty() ? new Dict() : new Opaque(global.qualified());
      case "torch._utils._rebuild_tensor_v2" -> view(source, arguments);
      case "torch._utils._rebuild_parameter" -> first(source, global, arguments);
      case "torch.Size" -> first(source, global, arguments);
      default -> new Opaque(global.qualified());
    };
  }

  private static PickleValue first(String source, Global global, List<PickleValue> arguments) {
    if (arguments.isEmpty()) {
      throw WeightsFormatException.file(source, "arguments of " + global.qualified(), "none");
    }
    return arguments.get(0);
  }

  /** {@code (storage, offset, size, stride, requires_grad, backward_hooks)}. */
  private static PickleValue view(String source, List<PickleValue> arguments) {
    if (arguments.size() >= 4
        && arguments.get(1) instanceof Int offset
        && arguments.get(2) instanceof Tuple shape
        && arguments.get(3) instanceof Tuple strides
        && Math.max(shape.items().size(), strides.items().size()) <= StoredTensor.MAX_RANK
        && allInts(shape)
        && allInts(strides)) {
      if (arguments.get(0) instanceof Storage storage) {
        return new View(storage, offset.value(), longs(shape), longs(strides));
      }
      if (arguments.get(0) instanceof Opaque opaque) {
        return opaque;
      }
    }
    throw WeightsFormatException.file(
        source,
        "a storage, an offset, at most "
            + StoredTensor.MAX_RANK
            + " sizes and strides in _rebuild_tensor_v2",
        "something else");
  }

  private static boolean allInts(Tuple tuple) {
    return tuple.items().stream().allMatch(Int.class::isInstance);
  }

  private static long[] longs(Tuple tuple) {
    return tuple.items().stream().mapToLong(item -> ((Int) item).value()).toArray();
  }
}
