using U2Video.Core.Torch;
using U2Video.SmoothingBenchmark;

AllocatorTuning.KeepLargeBlocks();
TorchLog.FatalOnly();
return await Benchmark.RunAsync(args).ConfigureAwait(false);
