#!/usr/bin/python3
"""Holds the PyTorch files that `u2video models convert` writes against PyTorch itself.

Needs PyTorch 1.13 or newer, NumPy and Pillow; on Debian 12:

    apt-get install -y --no-install-recommends python3-torch python3-numpy python3-pil

Usage, in any folder:

    tools/pytorch/check_checkpoints.py                     converts and checks the reference checkpoints in tests/fixtures
    tools/pytorch/check_checkpoints.py FILE…               checks these: .pth or .pt as they are, others after conversion
    tools/pytorch/check_checkpoints.py FILE --like NAME    also compares outputs with tests/fixtures/NAME.expected.npy.gz

Each file is loaded by torch.load(weights_only=True), so that nothing in it can run, then by a strict load_state_dict into the
network of u2net.py, which runs on tests/fixtures/input.png with the normalisation that the variant was trained with. All seven
outputs are compared with what the original implementations gave (max |difference| ≤ 1e-4, mean ≤ 1e-5). One line a file; the exit
code is 1 if any fails.
"""

import argparse
import gzip
import pathlib
import shutil
import subprocess
import sys
import tempfile

import numpy
import PIL.Image
import torch

import u2net

ROOT = pathlib.Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
REFERENCES = {
    "official_u2netp": "official_u2netp.pth.gz",
    "official_u2net": "official_u2net.pth.gz",
    "seed_u2net": "seed_u2net.pt.gz",
}
LARGEST, MEAN = 1e-4, 1e-5


def unpack(packed, folder):
    path = folder / packed.name.removesuffix(".gz")
    with gzip.open(packed) as source, open(path, "wb") as target:
        shutil.copyfileobj(source, target)
    return path


def convert(path, folder):
    converted = folder / (path.stem + ".converted.pth")
    subprocess.run([ROOT / "u2video", "models", "convert", path, converted], check=True, stdout=subprocess.DEVNULL)
    return converted


def encode(wiring):
    """The picture as the wiring's own code feeds it: 1×3×H×W."""
    pixels = numpy.asarray(PIL.Image.open(FIXTURES / "input.png").convert("RGB"), dtype=numpy.float32)
    if wiring is u2net.SEED:
        pixels = (pixels[..., ::-1] / 255 - 0.5) / 0.5
    else:
        mean, std = numpy.float32([0.485, 0.456, 0.406]), numpy.float32([0.229, 0.224, 0.225])
        pixels = (pixels / pixels.max() - mean) / std
    return torch.from_numpy(numpy.ascontiguousarray(pixels.transpose(2, 0, 1), dtype=numpy.float32))[None]


def check(path, reference):
    """What to say of a file, and whether it passes."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    network = u2net.from_state_dict(state).float()
    text = f"{len(state)} tensors of the {network.wiring.name} wiring, loaded strictly"
    if reference is None:
        return text, True
    with torch.inference_mode():
        outputs = torch.cat(network(encode(network.wiring)))[:, 0].sigmoid().numpy()
    with gzip.open(FIXTURES / f"{reference}.expected.npy.gz") as file:
        expected = numpy.load(file)
    if outputs.shape != expected.shape:
        return f"{text}; outputs {outputs.shape} and expected {expected.shape}", False
    difference = numpy.abs(outputs - expected)
    largest, mean = difference.max(), difference.mean(axis=(1, 2)).max()
    return f"{text}; outputs differ by at most {largest:.1e}, on average {mean:.1e}", largest <= LARGEST and mean <= MEAN


def report(name, make_path, reference):
    try:
        text, passed = check(make_path(), reference)
    except Exception as error:  # Whatever PyTorch refuses is a finding, to be reported beside the others.
        text, passed = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}", False
    print(f"{'ok    ' if passed else 'FAILED'} {name}: {text}", flush=True)
    return passed


def main():
    parser = argparse.ArgumentParser(description="Checks PyTorch checkpoints against PyTorch itself.")
    parser.add_argument("files", nargs="*", type=pathlib.Path, metavar="FILE")
    parser.add_argument("--like", choices=REFERENCES, help="the reference whose outputs the files should give")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="u2video-") as temporary:
        folder = pathlib.Path(temporary)
        if arguments.files:
            results = [report(path, lambda: path if path.suffix in (".pth", ".pt") else convert(path, folder), arguments.like)
                       for path in arguments.files]
        else:
            results = [report(name, lambda: convert(unpack(FIXTURES / packed, folder), folder), name)
                       for name, packed in REFERENCES.items()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
