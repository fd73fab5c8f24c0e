"""Import this before segment-anything where torchvision's compiled operators do not load beside a CPU build of PyTorch:
it declares nms and gives it a plain implementation. Where they do load it changes nothing."""
import torch


def nms(boxes, scores, threshold):
    order = torch.argsort(scores, descending=True, stable=True)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    keep, dead = [], torch.zeros(len(boxes), dtype=torch.bool)
    for i in order.tolist():
        if dead[i]:
            continue
        keep.append(i)
        low, high = torch.maximum(boxes[i, :2], boxes[:, :2]), torch.minimum(boxes[i, 2:], boxes[:, 2:])
        both = (high - low).clamp(min=0).prod(1)
        dead |= both / (area[i] + area - both) > threshold
    return torch.tensor(keep, dtype=torch.int64)


def declare():
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.impl("nms", nms, "CPU")
    import torchvision.extension
    import torchvision.ops.boxes
    torchvision.extension._assert_has_ops = torchvision.ops.boxes._assert_has_ops = lambda: None
    return library


try:
    import torchvision.ops
    torchvision.ops.nms(torch.zeros(1, 4), torch.zeros(1), 0.5)
except (ImportError, RuntimeError, AttributeError):
    LIBRARY = declare()
