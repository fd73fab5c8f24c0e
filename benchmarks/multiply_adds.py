"""Multiply-adds of the published formulations: what a model asks for, whoever computes it.

Counted are matrix products and convolutions; not norms, softmax, GELU, sums. Padding of windows counts as keys that each
token attends to, but not as tokens: nothing asks for their results.
"""
import copy

import torch
from torch.utils.flop_counter import FlopCounterMode


def count(module, inputs):
    """Of one run; counted on shapes alone, nothing is computed."""
    module = copy.deepcopy(module).to("meta")
    asked, given = {}, {}
    hooks = []
    for name, block in module.named_modules():
        if hasattr(block, "attn") and hasattr(block, "window"):
            note = lambda notes, key: lambda _, arguments: notes.__setitem__(key, arguments[0].numel())
            hooks.append(block.register_forward_pre_hook(note(asked, name)))
            hooks.append(block.attn.register_forward_pre_hook(note(given, name)))
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        module(*(x.to("meta") for x in inputs))
    for hook in hooks:
        hook.remove()
    root = type(module).__name__
    sums = {name: sum(kinds.values()) / 2 for name, kinds in counter.get_flop_counts().items()}
    padding = sum(sums[f"{root}.{name}.attn"] * (1 - asked[name] / given[name]) for name in asked)
    return round(sums["Global"] - padding)
