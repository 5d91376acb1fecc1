using U2Video.Cli;
using U2Video.Core;

TorchThreads.WaitAsleep();
AllocatorTuning.KeepLargeBlocks();
TorchLog.ErrorsOnly();
return await new CommandLine(Console.Out, Console.Error).RunAsync(args);
