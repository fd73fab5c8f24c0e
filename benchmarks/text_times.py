"""Time of a text prompt in PyTorch, OWL-ViT B/32: writes a checkpoint with random weights for the Java side, and prints medians.

  python benchmarks/text_times.py FOLDER [--threads T] [--runs N]
"""
import argparse
import statistics
import time
from pathlib import Path

import torch
from transformers import OwlViTConfig, OwlViTForObjectDetection

IDS = [49406, 320, 1929, 49407] + [0] * 12


def median(runs, call):
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


@torch.no_grad()
def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--runs", type=int, default=5)
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = OwlViTForObjectDetection(OwlViTConfig()).eval()
    if not options.folder.exists():
        model.save_pretrained(options.folder)
    pixels = torch.randn(1, 3, 768, 768)
    ids = torch.tensor([IDS])
    mask = (ids != 0).long()
    features = model.image_embedder(pixel_values=pixels)[0]
    features = features.reshape(1, -1, features.shape[-1])

    def text():
        tokens = model.owlvit.text_model(input_ids=ids, attention_mask=mask)
        query = model.owlvit.text_projection(tokens.pooler_output)
        return query / query.norm(dim=-1, keepdim=True)

    def cached():
        return model.class_predictor(features, text()[None], torch.ones(1, 1, dtype=torch.bool))

    def whole():
        return model(input_ids=ids, attention_mask=mask, pixel_values=pixels)

    print(f"PyTorch, {options.threads} threads: new picture and text {median(options.runs, whole):.3f} s, "
          f"new text on a cached picture {median(options.runs, cached):.4f} s")


if __name__ == "__main__":
    main()
