package io.github.sam4j.weights.torch;

import io.github.sam4j.core.error.WeightsFormatException;
import io.github.sam4j.weights.torch.PickleValue.Dict;
import io.github.sam4j.weights.torch.PickleValue.Global;
import io.github.sam4j.weights.torch.PickleValue.Int;
import io.github.sam4j.weights.torch.PickleValue.Items;
import io.github.sam4j.weights.torch.PickleValue.Opaque;
import io.github.sam4j.weights.torch.PickleValue.Plain;
import io.github.sam4j.weights.torch.PickleValue.Text;
import io.github.sam4j.weights.torch.PickleValue.Tuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An interpreter of the pickle opcodes that {@code torch.save} writes (protocols 2 to 5), which
 * makes {@link PickleValue}s and nothing else: no class is looked up and no code is run.
 *
 * <p>It keeps its own stack, so nesting costs no Java stack; the number of opcodes, the stack and
 * the marks are bounded, and with them the memory.
 */
final class Unpickler {
  static final int MAX_OPCODES = 2_000_000;
  static final int MAX_STACK = 200_000;
  static final int MAX_MARKS = 1_000;
  static final int MAX_PROTOCOL = 5;

  /** Longer text is no tensor's name; it is read past. */
  static final int MAX_TEXT = 1 << 20;

  private final String source;
  private final PickleInput in;
  private final List<PickleValue> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Long, PickleValue> memo = new HashMap<>();
  private @Nullable PickleValue result;

  private Unpickler(String source, byte[] pickle) {
    this.source = source;
    this.in = new PickleInput(source, pickle);
  }

  /**
   * Reads one pickle.
   *
   * @throws WeightsFormatException if it is malformed or goes beyond what state dicts need
   */
  static PickleValue read(String source, byte[] pickle) {
    return new Unpickler(source, pickle).run();
  }

  private PickleValue run() {
    for (int count = 0; count < MAX_OPCODES; count++) {
      step(in.unsignedByte());
      if (result != null) {
        return result;
      }
    }
    throw fault("at most " + MAX_OPCODES + " opcodes", "more");
  }

  private void step(int opcode) {
    switch (opcode) {
      case 0x80 -> protocol();
      case 0x95 -> in.skip(8); // FRAME: only a hint for buffering
      case '.' -> result = pop();
      case '(' -> mark();
      case '0' -> discard();
      case '1' -> popToMark();
      case '2' -> push(peek());

      case 'N' -> push(Plain.NONE);
      case 0x88 -> push(Plain.TRUE);
      case 0x89 -> push(Plain.FALSE);
      case 'J' -> push(new Int(in.signedInt()));
      case 'K' -> push(new Int(in.unsignedByte()));
      case 'M' -> push(new Int(in.unsignedShort()));
      case 0x8a -> number(in.unsignedByte());
      case 0x8b -> number(in.unsignedInt());
      case 'G' -> skipped(8, Plain.REAL);
      case 'X' -> text(in.unsignedInt());
      case 0x8c -> text(in.unsignedByte());
      case 0x8d -> text(in.longNumber());
      case 'B' -> skipped(in.unsignedInt(), new Opaque("bytes"));
      case 'C' -> skipped(in.unsignedByte(), new Opaque("bytes"));
      case 0x8e -> skipped(in.longNumber(), new Opaque("bytes"));
      case 0x96 -> skipped(in.longNumber(), new Opaque("bytearray"));

      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(popToMark()));
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case ']' -> push(new Items(new ArrayList<>()));
      case '}' -> push(new Dict());
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(popToMark());
      case 's' -> setItems(popTwo());
      case 'u' -> setItems(popToMark());
      case 0x8f -> push(new Opaque("set"));
      case 0x90 -> popToMark(); // ADDITEMS: a set's items are not kept
      case 0x91 -> frozenSet();

      case 'q' -> memo.put((long) in.unsignedByte(), peek());
      case 'r' -> memo.put(in.unsignedInt(), peek());
      case 0x94 -> memo.put((long) memo.size(), peek());
      case 'h' -> recall(in.unsignedByte());
      case 'j' -> recall(in.unsignedInt());

      case 'c' -> push(new Global(in.line(), in.line()));
      case 0x93 -> stackGlobal();
      case 'Q' -> push(TorchObjects.storage(source, pop()));
      case 'R', 0x81 -> call();
      case 0x92 -> callWithKeywords();
      case 'b' -> build();
      default ->
          throw fault(
              "an opcode that torch.save writes",
              "opcode 0x%02x at byte %d".formatted(opcode, in.position() - 1));
    }
  }

  private void protocol() {
    int protocol = in.unsignedByte();
    if (protocol < 2 || protocol > MAX_PROTOCOL) {
      throw fault("pickle protocol 2 to " + MAX_PROTOCOL, "protocol " + protocol);
    }
  }

  private void number(long length) {
    if (length <= 8) {
      push(new Int(in.number((int) length)));
    } else {
      skipped(length, new Opaque("int"));
    }
  }

  private void text(long length) {
    if (length > MAX_TEXT) {
      skipped(length, new Opaque("str"));
    } else {
      push(new Text(in.text(length)));
    }
  }

  private void skipped(long length, PickleValue value) {
    in.skip(length);
    push(value);
  }

  private void tuple(int size) {
    List<PickleValue> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(0, pop());
    }
    push(new Tuple(items));
  }

  private void frozenSet() {
    popToMark();
    push(new Opaque("frozenset"));
  }

  private void append(List<PickleValue> items) {
    PickleValue list = peek();
    if (list instanceof Items found) {
      found.items().addAll(items);
    } else if (!(list instanceof Opaque)) {
      throw fault("a list to append to", kind(list));
    }
  }

  private List<PickleValue> popTwo() {
    PickleValue value = pop();
    return List.of(pop(), value);
  }

  private void setItems(List<PickleValue> pairs) {
    PickleValue dict = peek();
    if (pairs.size() % 2 != 0) {
      throw fault("keys and values in pairs", pairs.size() + " items");
    }
    if (dict instanceof Dict found) {
      for (int i = 0; i < pairs.size(); i += 2) {
        if (pairs.get(i) instanceof Text key
            && found.members().put(key.value(), pairs.get(i + 1)) != null) {
          throw fault("each key once in a dict", "key '" + key.value() + "' twice");
        }
      }
    } else if (!(dict instanceof Opaque)) {
      throw fault("a dict to put items into", kind(dict));
    }
  }

  private void stackGlobal() {
    PickleValue name = pop();
    PickleValue module = pop();
    if (!(module instanceof Text moduleText && name instanceof Text nameText)) {
      throw fault("a module and a name as text", kind(module) + " and " + kind(name));
    }
    push(new Global(moduleText.value(), nameText.value()));
  }

  /** REDUCE and NEWOBJ: Python would call or construct here. */
  private void call() {
    PickleValue arguments = pop();
    PickleValue callable = pop();
    if (!(arguments instanceof Tuple tuple)) {
      throw fault("arguments in a tuple", kind(arguments));
    }
    push(TorchObjects.call(source, callable, tuple.items()));
  }

  private void callWithKeywords() {
    pop();
    call();
  }

  /** BUILD: attributes such as a state dict's {@code _metadata}, none of which are kept. */
  private void build() {
    pop();
    peek();
  }

  private void recall(long index) {
    PickleValue value = memo.get(index);
    if (value == null) {
      throw fault("a value in the memo", "none at " + index);
    }
    push(value);
  }

  private void push(PickleValue value) {
    if (stack.size() == MAX_STACK) {
      throw fault("a stack of at most " + MAX_STACK + " values", "more");
    }
    stack.add(value);
  }

  private void mark() {
    if (marks.size() == MAX_MARKS) {
      throw fault("at most " + MAX_MARKS + " nested marks", "more");
    }
    marks.push(stack.size());
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.peek();
  }

  private PickleValue peek() {
    if (stack.size() <= floor()) {
      throw fault("a value on the stack", "none at byte " + (in.position() - 1));
    }
    return stack.get(stack.size() - 1);
  }

  private PickleValue pop() {
    PickleValue value = peek();
    stack.remove(stack.size() - 1);
    return value;
  }

  /** POP takes a mark when nothing lies above it. */
  private void discard() {
    if (!marks.isEmpty() && stack.size() == floor()) {
      marks.pop();
    } else {
      pop();
    }
  }

  private List<PickleValue> popToMark() {
    if (marks.isEmpty()) {
      throw fault("a mark on the stack", "none at byte " + (in.position() - 1));
    }
    List<PickleValue> above = stack.subList(marks.pop(), stack.size());
    List<PickleValue> items = List.copyOf(above);
    above.clear();
    return items;
  }

  private static String kind(PickleValue value) {
    return value instanceof Opaque opaque ? opaque.what() : value.getClass().getSimpleName();
  }

  private WeightsFormatException fault(String expected, String found) {
    return WeightsFormatException.file(source, "in the pickle, " + expected, found);
  }
}
