#!/usr/bin/python3
"""Calculates how long a clip takes in parts on many machines, what of it does not get faster with more of them, and what it costs.

    benchmarks/farm.py                                      a film of two hours, with the figures of docs/farm.md
    benchmarks/farm.py --fps 40 --storage 5 --nodes 1 64    faster machines, faster storage
    benchmarks/farm.py --clips 1000                         a thousand such films, whole files shared out
    benchmarks/farm.py --help                               all figures that go in

`u2video plan` and `u2video bench` measure speed and start on a machine. The output is Markdown.

    start    process, model, first frames                   the same for every part
    look     the whole input is hashed and its frames' times are read, once, by `u2video plan`; with --look-each by every part, as where
             there was no plan and all parts start together: then all of them share the storage
    run-in   seeking from the key frame before, and the frames of the overlap
    frames   the part's own
    join     one machine reads all parts and the input's sound, and writes the output without encoding
"""

import argparse


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=[1, 10, 30, 100, 300, 1000])
    parser.add_argument("--clips", type=int, default=1, help="above 1: this many inputs, each whole on one machine")
    parser.add_argument("--frames", type=float, default=180_000, help="of a clip (two hours at 25 a second)")
    parser.add_argument("--input", type=float, default=5.4, help="GB of a clip (6 Mbit/s)")
    parser.add_argument("--output", type=float, default=5.4, help="GB of all outputs of a clip")
    parser.add_argument("--fps", type=float, default=6.5, help="frames a second on one machine")
    parser.add_argument("--start", type=float, default=2.0, help="seconds from a process's start to its first frame")
    parser.add_argument("--overlap", type=float, default=6, help="frames that a part reads beside its own")
    parser.add_argument("--seek", type=float, default=0.8, help="seconds to decode from the key frame before the part")
    parser.add_argument("--hash", type=float, default=1.7, help="GB a second that one machine hashes")
    parser.add_argument("--index", type=float, default=3.4, help="GB a second from which one machine reads the times of frames")
    parser.add_argument("--copy", type=float, default=0.6, help="GB a second that one machine joins")
    parser.add_argument("--look-each", action="store_true", help="every part looks at the whole input by itself")
    parser.add_argument("--network", type=float, default=1.25, help="GB a second of one machine's network (10 Gbit/s)")
    parser.add_argument("--storage", type=float, default=5.0, help="GB a second of the storage, for all machines together")
    parser.add_argument("--price", type=float, default=0.08, help="of a machine for an hour")
    return parser.parse_args()


class Farm:
    def __init__(self, figures):
        self.figures = figures

    def shared(self, nodes):
        """GB a second that each of so many machines reads at the same time."""
        return min(self.figures.network, self.figures.storage / nodes)

    def parts(self, nodes):
        """Seconds of each step of one clip in so many parts."""
        f = self.figures
        return {
            "start": f.start,
            "look": self.look(nodes if f.look_each else 1) if nodes > 1 else 0,
            "run-in": f.seek + f.overlap / f.fps if nodes > 1 else 0,
            "frames": self.frames(f.frames / nodes, f.input / nodes, f.output / nodes, nodes),
            "join": f.start + self.copy() if nodes > 1 else 0,
        }

    def look(self, nodes):
        """The first reading comes from the storage, the second from memory."""
        return self.figures.input / min(self.figures.hash, self.shared(nodes)) + self.figures.input / self.figures.index

    def copy(self):
        f = self.figures
        return max(f.output / f.copy, (f.input + 2 * f.output) / self.shared(1))

    def clips(self, nodes):
        """Seconds of each step of many clips of the same size, shared out whole. All clips of a machine are one process."""
        f = self.figures
        each = -(-f.clips // nodes)
        busy = min(nodes, f.clips)
        return {"start": f.start, "frames": each * self.frames(f.frames, f.input, f.output, busy)}

    def frames(self, count, read, written, nodes):
        """Seconds of frames, or of their bytes if storage is slower."""
        return max(count / self.figures.fps, (read + written) / self.shared(nodes))


def duration(seconds):
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{seconds / 60:.1f} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def main():
    figures = parse()
    farm = Farm(figures)
    steps_of = farm.parts if figures.clips == 1 else farm.clips
    single = sum(steps_of(1).values())
    names = list(steps_of(1))
    print("| machines | " + " | ".join(names) + " | all | times as fast | machine hours | price |")
    print("|---" * (len(names) + 5) + "|")
    for nodes in figures.nodes:
        steps = steps_of(nodes)
        whole = sum(steps.values())

        # One machine looks and joins; the others are not held for that.
        alone = steps.get("join", 0) + (0 if figures.look_each else steps.get("look", 0))
        hours = (nodes * (whole - alone) + alone) / 3600
        cells = [duration(steps[name]) for name in names]
        print(f"| {nodes} | " + " | ".join(cells)
              + f" | {duration(whole)} | {single / whole:.0f} | {hours:.1f} | {hours * figures.price:.2f} |")


if __name__ == "__main__":
    main()
