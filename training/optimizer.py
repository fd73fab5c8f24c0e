"""Muon for the weight matrices, AdamW for the rest.

Muon (Jordan et al. 2024) moves a matrix along its momentum with all singular values made equal; with the scale of Liu et al. 2025
("Muon is scalable for LLM training") its steps are as large as AdamW's at the same rate; it bears a higher one.
"""
import torch


def orthogonalise(m):
    """Newton-Schulz iteration towards U V^T of a matrix, in bf16: plain products, a few milliseconds a matrix on one core."""
    x = (m / (m.norm() + 1e-7)).bfloat16()
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


def optimizers(model, lr, lr_matrices):
    """Muon for dense weights; AdamW for depthwise kernels (decayed), tokens, embeddings, norms and biases (not decayed)."""
    matrices, kernels, others = [], [], []
    for name, p in model.named_parameters():
        if p.ndim < 2 or any(part in name for part in ("_embed.weight", "_embeddings", "token", "biases")):
            others.append(p)
        elif p.shape[1] == 1 or "patch_embed" in name:
            kernels.append(p)
        else:
            matrices.append(p)
    adam = torch.optim.AdamW([{"params": kernels, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}],
                             lr=lr, betas=(0.9, 0.98), fused=True)
    return [Muon(matrices, lr_matrices), adam]
