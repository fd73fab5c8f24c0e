"""Promptable segmentation networks in PyTorch, for export: inference only, tensor names as in their published checkpoints.

Shapes: C embedding channels, G cells along the embedding's side, P prompts of one picture, N points of a prompt.
Attention with a bias is written as plain products and a softmax, which is what every exporter and runtime knows; without
one it is a single operator in the graphs.
"""
