using U2Video.Cli;
using U2Video.Core;

AllocatorTuning.KeepLargeBlocks();
TorchLog.ErrorsOnly();
return await new CommandLine(Console.Out, Console.Error).RunAsync(args);
