"""U²-Net (arXiv 2005.09007) in PyTorch: a second implementation to hold the C# one against.

Both sizes, and both wirings that trained weights exist for. Parameters bear the official names (stage1.rebnconvin.conv_s1.weight);
`from_state_dict` also takes the seed's names. `forward` takes B×3×H×W, normalised as the weights were trained, and returns seven
maps of logits, each B×1×H×W, in the order of the wiring's code.
"""

from collections import OrderedDict
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn


class Rsu(NamedTuple):
    """A stage: a U of `height` levels; `dilated` ones keep one size and widen their kernels instead (RSU-4F)."""

    height: int
    in_channels: int
    mid: int
    out: int
    dilated: bool = False


class Variant(NamedTuple):
    encoder: tuple
    decoder: tuple  # by level: the last one runs first


FULL = Variant(
    encoder=(Rsu(7, 3, 32, 64), Rsu(6, 64, 32, 128), Rsu(5, 128, 64, 256), Rsu(4, 256, 128, 512),
             Rsu(4, 512, 256, 512, True), Rsu(4, 512, 256, 512, True)),
    decoder=(Rsu(7, 128, 16, 64), Rsu(6, 256, 32, 64), Rsu(5, 512, 64, 128), Rsu(4, 1024, 128, 256),
             Rsu(4, 1024, 256, 512, True)))

LITE = Variant(
    encoder=(Rsu(7, 3, 16, 64), Rsu(6, 64, 16, 64), Rsu(5, 64, 16, 64), Rsu(4, 64, 16, 64),
             Rsu(4, 64, 16, 64, True), Rsu(4, 64, 16, 64, True)),
    decoder=(Rsu(7, 128, 16, 64), Rsu(6, 128, 16, 64), Rsu(5, 128, 16, 64), Rsu(4, 128, 16, 64),
             Rsu(4, 128, 16, 64, True)))


class Wiring(NamedTuple):
    """What differs between the official code and the seed's, whose shapes are the same."""

    name: str
    ceil_mode: bool
    deep_first: bool  # in the concatenations within a stage
    fused_first: bool  # in the result


OFFICIAL = Wiring("official", ceil_mode=True, deep_first=True, fused_first=True)
SEED = Wiring("seed", ceil_mode=False, deep_first=False, fused_first=False)


class ConvBatchNormRelu(nn.Module):
    def __init__(self, in_channels, out, dilation=1):
        super().__init__()
        self.conv_s1 = nn.Conv2d(in_channels, out, 3, padding=dilation, dilation=dilation)
        self.bn_s1 = nn.BatchNorm2d(out)

    def forward(self, x):
        return F.relu(self.bn_s1(self.conv_s1(x)), inplace=True)


def up_to(x, target):
    return F.interpolate(x, size=target.shape[2:], mode="bilinear", align_corners=False)


class ResidualUBlock(nn.Module):
    def __init__(self, shape, wiring):
        super().__init__()
        self.shape, self.wiring = shape, wiring
        height, mid, out, dilated = shape.height, shape.mid, shape.out, shape.dilated
        self.rebnconvin = ConvBatchNormRelu(shape.in_channels, out)
        for level in range(1, height):
            self.add_module(f"rebnconv{level}", ConvBatchNormRelu(
                out if level == 1 else mid, mid, 1 << (level - 1) if dilated else 1))
        self.add_module(f"rebnconv{height}", ConvBatchNormRelu(mid, mid, 1 << (height - 1) if dilated else 2))
        for level in range(height - 1, 0, -1):
            self.add_module(f"rebnconv{level}d", ConvBatchNormRelu(
                2 * mid, out if level == 1 else mid, 1 << (level - 1) if dilated else 1))

    def forward(self, x):
        height, dilated = self.shape.height, self.shape.dilated
        residual = self.rebnconvin(x)
        deep, skips = residual, []
        for level in range(1, height):
            if level > 1 and not dilated:
                deep = F.max_pool2d(deep, 2, stride=2, ceil_mode=self.wiring.ceil_mode)
            deep = getattr(self, f"rebnconv{level}")(deep)
            skips.append(deep)
        deep = getattr(self, f"rebnconv{height}")(deep)
        for level in range(height - 1, 0, -1):
            skip = skips[level - 1]
            deep = deep if dilated else up_to(deep, skip)
            parts = (deep, skip) if self.wiring.deep_first else (skip, deep)
            deep = getattr(self, f"rebnconv{level}d")(torch.cat(parts, 1))
        return deep + residual


class U2Net(nn.Module):
    def __init__(self, variant=FULL, wiring=OFFICIAL):
        super().__init__()
        self.wiring = wiring
        encoder, decoder = variant
        for number, shape in enumerate(encoder, 1):
            self.add_module(f"stage{number}", ResidualUBlock(shape, wiring))
        for number in range(5, 0, -1):
            self.add_module(f"stage{number}d", ResidualUBlock(decoder[number - 1], wiring))
        for number, shape in enumerate((*decoder, encoder[-1]), 1):
            self.add_module(f"side{number}", nn.Conv2d(shape.out, 1, 3, padding=1))
        self.outconv = nn.Conv2d(6, 1, 1)

    def forward(self, x):
        maps = []
        for number in range(1, 7):
            if number > 1:
                x = F.max_pool2d(x, 2, stride=2, ceil_mode=self.wiring.ceil_mode)
            x = getattr(self, f"stage{number}")(x)
            maps.append(x)
        for number in range(5, 0, -1):
            skip = maps[number - 1]
            maps[number - 1] = getattr(self, f"stage{number}d")(torch.cat((up_to(maps[number], skip), skip), 1))
        sides = [getattr(self, f"side{number}")(x) for number, x in enumerate(maps, 1)]
        sides = [sides[0], *(up_to(side, sides[0]) for side in sides[1:])]
        fused = self.outconv(torch.cat(sides, 1))
        return [fused, *sides] if self.wiring.fused_first else [*sides, fused]


def seed_names(variant):
    """The names of the seed's code for the official ones."""
    names = {f"side{i}": f"convs.{i - 1}" for i in range(1, 7)}
    names["outconv"] = "lastconv"
    blocks = [(f"stage{i}", f"enc.{i - 1}", shape) for i, shape in enumerate(variant.encoder, 1)]
    blocks += [(f"stage{i}d", f"dec.{5 - i}", shape) for i, shape in enumerate(variant.decoder, 1)]
    for official, seed, shape in blocks:
        layers = {"rebnconvin": "conv", f"rebnconv{shape.height}": "mid"}
        for level in range(1, shape.height):
            layers[f"rebnconv{level}"] = f"enc.{level - 1}"
            layers[f"rebnconv{level}d"] = f"dec.{shape.height - 1 - level}"
        for layer, renamed in layers.items():
            names[f"{official}.{layer}.conv_s1"] = f"{seed}.{renamed}.conv"
            names[f"{official}.{layer}.bn_s1"] = f"{seed}.{renamed}.bn"
    return names


def from_state_dict(state):
    """The network, in eval mode, that a state dict's names and shapes speak of. Names and shapes must all agree."""
    wiring = SEED if "enc.0.conv.conv.weight" in state else OFFICIAL
    telling = "enc.0.enc.0.conv.weight" if wiring is SEED else "stage1.rebnconv1.conv_s1.weight"
    variant = LITE if state[telling].shape[0] == LITE.encoder[0].mid else FULL
    if wiring is SEED:
        official = {renamed: name for name, renamed in seed_names(variant).items()}
        state = OrderedDict(
            (f"{official[name.rpartition('.')[0]]}.{name.rpartition('.')[2]}", tensor) for name, tensor in state.items())
    network = U2Net(variant, wiring)
    network.load_state_dict(state, strict=True)
    return network.eval()
