package io.github.sam4j.tests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The strongly connected parts of a graph (Tarjan 1972). */
final class Loops {
  private final Map<String, Set<String>> graph;
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> path = new ArrayDeque<>();
  private final List<Set<String>> found = new ArrayList<>();

  private Loops(Map<String, Set<String>> graph) {
    this.graph = graph;
  }

  /**
   * All parts, those of one node as well.
   *
   * @param graph from a node to those that it knows
   */
  static List<Set<String>> of(Map<String, Set<String>> graph) {
    Loops loops = new Loops(graph);
    for (String node : graph.keySet()) {
      if (!loops.order.containsKey(node)) {
        loops.visit(node);
      }
    }
    return loops.found;
  }

  private void visit(String node) {
    order.put(node, order.size());
    lowest.put(node, order.get(node));
    path.push(node);
    for (String next : graph.getOrDefault(node, Set.of())) {
      if (!order.containsKey(next)) {
        visit(next);
        lowest.merge(node, lowest.get(next), Math::min);
      } else if (path.contains(next)) {
        lowest.merge(node, order.get(next), Math::min);
      }
    }
    if (lowest.get(node).equals(order.get(node))) {
      Set<String> loop = new TreeSet<>();
      String member;
      do {
        member = path.pop();
        loop.add(member);
      } while (!member.equals(node));
      found.add(loop);
    }
  }
}
