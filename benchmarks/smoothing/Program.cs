using U2Video.Core.Torch;
using U2Video.SmoothingBenchmark;

U2VideoRuntime.Configure();
return await Benchmark.RunAsync(args).ConfigureAwait(false);
