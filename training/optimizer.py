"""Muon for the weight matrices, AdamW for the rest.

Muon (Jordan et al. 2024) moves a matrix along its momentum with all singular values made equal; with the scale of Liu et al. 2025
("Muon is scalable for LLM training") its steps are as large as AdamW's at the same rate; it bears a higher one.
"""
import torch


def orthogonalise(m):
    """Newton-Schulz iteration towards U V^T of a matrix: plain products, in bf16 unless the processor would have to emulate it."""
    emulated = m.device.type == "cpu" and not torch.ops.mkldnn._is_mkldnn_bf16_supported()
    x = (m / (m.norm() + 1e-7)).to(torch.float32 if emulated else torch.bfloat16)
    tall = x.shape[0] > x.shape[1]
    x = x.T.contiguous() if tall else x
    for _ in range(5):
        a = x @ x.T
        x = torch.addmm(x, torch.addmm(a, a, a, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return (x.T if tall else x).float()


class Muon(torch.optim.Optimizer):
    """A convolution's weights count as one row for each output."""

    def __init__(self, parameters, lr, momentum=0.95, weight_decay=0.05):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                update = p.grad.lerp(state["momentum"], group["momentum"]).flatten(1)
                step = orthogonalise(update).view_as(p) * (0.2 * max(update.shape) ** 0.5)
                p.mul_(1 - group["lr"] * group["weight_decay"]).sub_(step, alpha=group["lr"])


def optimizers(model, rate, matrix_rate, trunk_rate):
    """Muon for the dense weights that are new, AdamW for the pre-trained trunk and for all the rest. Weights that do not learn are left out.

    Each group keeps its full rate as "rate"; `set_rate` scales it.
    """
    matrices, others, trunk, trunk_biases = [], [], [], []
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith(("image_encoder.blocks", "image_encoder.stem")):
            (trunk if p.ndim > 1 else trunk_biases).append(p)
        elif p.ndim < 2 or any(part in name for part in ("_embed.weight", "_embeddings", "token")):
            others.append(p)
        else:
            matrices.append(p)

    def group(parameters, full, decay):
        return {"params": parameters, "lr": full, "rate": full, "weight_decay": decay}

    adam = torch.optim.AdamW([group(trunk, trunk_rate, 0.02), group(trunk_biases, trunk_rate, 0.0), group(others, rate, 0.0)],
                             lr=rate, betas=(0.9, 0.98), fused=True)
    return [Muon([group(matrices, matrix_rate, 0.05)], matrix_rate), adam]


def set_rate(optimizers, share):
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * share


def restore(optimizers, saved):
    """What an earlier phase's optimizers remember, at this phase's rates."""
    for optimizer, state in zip(optimizers, saved):
        rates = [group["rate"] for group in optimizer.param_groups]
        optimizer.load_state_dict(state)
        for group, rate in zip(optimizer.param_groups, rates):
            group["rate"] = rate
