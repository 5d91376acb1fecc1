#!/usr/bin/python3
"""Compares the speed of training with PyTorch's: the same network, batch, size and number of threads, by turns in one run.

Needs PyTorch 1.13 or newer; on Debian 12: apt-get install -y --no-install-recommends python3-torch python3-numpy python3-pil
libopenblas0-pthread (without the last, PyTorch computes with the slow reference BLAS)

    benchmarks/training.py                                  lite, 160 px, batch 12, three rounds
    benchmarks/training.py --variant full --size 128 --batch 4

PyTorch's side is the loop of kimjy99/u2net-pytorch: forward, sigmoid, seven binary cross-entropies, backward, Adam; on one batch that lies in
memory, so that it never waits for pictures. Ours is `u2video train` as a user runs it, on pictures that this script makes: reading,
augmenting, the first slow steps and all, as it stands in metrics.csv. Each round measures both; the medians and their ratio are printed at the
end.
"""

import argparse
import csv
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import PIL.Image
import torch

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools" / "pytorch"))
import u2net  # noqa: E402

WARM_UP = 2


def pytorch_speed(arguments):
    torch.manual_seed(1)
    network = u2net.U2Net(u2net.FULL if arguments.variant == "full" else u2net.LITE, u2net.OFFICIAL)
    network.train()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-4)
    images = torch.randn(arguments.batch, 3, arguments.size, arguments.size)
    masks = (torch.rand(arguments.batch, 1, arguments.size, arguments.size) > 0.5).float()
    for step in range(WARM_UP + arguments.steps):
        if step == WARM_UP:
            start = time.perf_counter()
        optimizer.zero_grad()
        loss = sum(torch.nn.functional.binary_cross_entropy(torch.sigmoid(logits), masks) for logits in network(images))
        loss.backward()
        optimizer.step()
    return arguments.steps * arguments.batch / (time.perf_counter() - start)


def make_data(folder, pairs):
    generator = numpy.random.default_rng(1)
    for name in ("images", "masks"):
        (folder / name).mkdir(parents=True)
    for index in range(pairs):
        picture = generator.integers(0, 256, (24, 16, 3), dtype=numpy.uint8)
        mask = numpy.zeros((24, 16), dtype=numpy.uint8)
        mask[6:20, 4:12] = 255
        PIL.Image.fromarray(picture).resize((336, 512)).save(folder / "images" / f"{index:04}.jpg")
        PIL.Image.fromarray(mask).resize((336, 512)).save(folder / "masks" / f"{index:04}.png")


def our_speed(arguments, folder):
    pairs = (WARM_UP + arguments.steps) * arguments.batch
    if not (folder / "data").exists():
        make_data(folder / "data", pairs + 1)
        (folder / "split").write_text("[train]\n" + "".join(f"{i:04}\n" for i in range(pairs)) + f"[valid]\n{pairs:04}\n")
    subprocess.run(
        [ROOT / "u2video", "train", "--data", folder / "data", "--split", f"list:{folder / 'split'}", "--out", folder / "model.safetensors",
         "--overwrite", "--epochs", "1", "--variant", arguments.variant, "--size", str(arguments.size), "--batch", str(arguments.batch),
         "--device", "cpu"],
        check=True, stderr=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": str(arguments.threads)})
    with open(folder / "model" / "metrics.csv", newline="") as table:
        return float(list(csv.DictReader(table))[-1]["pictures_per_second"])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variant", choices=("lite", "full"), default="lite")
    parser.add_argument("--size", type=int, default=160)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--steps", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    pytorch, ours = [], []
    with tempfile.TemporaryDirectory(prefix="u2video-") as name:
        for number in range(arguments.rounds):
            pytorch.append(pytorch_speed(arguments))
            ours.append(our_speed(arguments, pathlib.Path(name)))
            print(f"round {number + 1}: PyTorch {torch.__version__} {pytorch[-1]:.2f}, u2video {ours[-1]:.2f} pictures/s", flush=True)
    print(
        f"{arguments.variant}, {arguments.size} px, batch {arguments.batch}, {arguments.threads} threads, medians: "
        f"PyTorch {statistics.median(pytorch):.2f}, u2video {statistics.median(ours):.2f} pictures/s; "
        f"ratio {statistics.median(ours) / statistics.median(pytorch):.2f}")


if __name__ == "__main__":
    main()
