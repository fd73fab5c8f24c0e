package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.file.StoredTensor;
import io.github.sam4j.weights.torch.PickleValue.Storage;
import io.github.sam4j.weights.torch.PickleValue.View;
import java.util.Arrays;
import java.util.Map;

/** Checks that a view lies inside its storage, and turns it into a place in the file. */
final class TensorLayout {
  /** A view may repeat elements of its storage (stride 0), but only up to this many in all. */
  private static final long MAX_REPEATED = 1 << 24;

  private final String source;
  private final String folder;
  private final Map<String, ZipMember> members;

  TensorLayout(String source, String folder, Map<String, ZipMember> members) {
    this.source = source;
    this.folder = folder;
    this.members = members;
  }

  StoredTensor locate(String name, View view) {
    Storage storage = view.storage();
    ZipMember member = member(name, storage);
    int[] shape = shape(name, view);
    long last = lastElement(name, view);
    if (last >= storage.elements()) {
      throw WeightsFormatException.tensor(
          source,
          name,
          "elements within its storage of " + storage.elements(),
          "element " + last + describe(view));
    }
    StoredTensor tensor =
        new StoredTensor(
            name,
            storage.type(),
            shape,
            view.strides().clone(),
            member.position() + view.offset() * storage.type().bytes());
    long elements = tensor.elements();
    if (elements > storage.elements() && elements > MAX_REPEATED) {
      throw WeightsFormatException.tensor(
          source,
          name,
          "at most " + MAX_REPEATED + " elements from a storage of " + storage.elements(),
          elements + " elements" + describe(view));
    }
    return tensor;
  }

  private ZipMember member(String name, Storage storage) {
    ZipMember member = members.get(folder + "data/" + storage.key());
    if (member == null) {
      throw WeightsFormatException.tensor(
          source, name, "the zip entry " + folder + "data/" + storage.key(), "none");
    }
    TorchReader.requirePlain(source, member);
    if (member.size() / storage.type().bytes() != storage.elements()) {
      throw WeightsFormatException.tensor(
          source,
          name,
          "a storage of %d elements of %s".formatted(storage.elements(), storage.type()),
          "%d bytes in %s".formatted(member.size(), member.name()));
    }
    return member;
  }

  private int[] shape(String name, View view) {
    long[] sizes = view.shape();
    if (view.strides().length != sizes.length) {
      throw WeightsFormatException.tensor(
          source,
          name,
          "a stride per dimension",
          sizes.length + " dimensions and " + view.strides().length + " strides");
    }
    int[] shape = new int[sizes.length];
    for (int d = 0; d < shape.length; d++) {
      if (sizes[d] < 0 || sizes[d] > Integer.MAX_VALUE || view.strides()[d] < 0) {
        throw WeightsFormatException.tensor(
            source, name, "non-negative sizes below 2^31 and strides", describe(view).strip());
      }
      shape[d] = (int) sizes[d];
    }
    return shape;
  }

  /** The index in the storage of the view's last element; -1 if it has none. */
  private long lastElement(String name, View view) {
    if (view.offset() < 0 || view.offset() > view.storage().elements()) {
      throw WeightsFormatException.tensor(
          source,
          name,
          "an offset within its storage of " + view.storage().elements(),
          "offset " + view.offset());
    }
    if (Arrays.stream(view.shape()).anyMatch(size -> size == 0)) {
      return -1;
    }
    long last = view.offset();
    long elements = 1;
    try {
      for (int d = 0; d < view.shape().length; d++) {
        elements = Math.multiplyExact(elements, view.shape()[d]);
        last = Math.addExact(last, Math.multiplyExact(view.shape()[d] - 1, view.strides()[d]));
      }
    } catch (ArithmeticException e) {
      throw new WeightsFormatException(
          "%s: tensor '%s': expected fewer than 2^63 elements, found%s"
              .formatted(source, name, describe(view)),
          e);
    }
    return last;
  }

  private static String describe(View view) {
    return " shape "
        + Arrays.toString(view.shape())
        + " strides "
        + Arrays.toString(view.strides());
  }
}
