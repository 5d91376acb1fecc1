using U2Video.Cli;
using U2Video.Core;

AllocatorTuning.KeepLargeBlocks();
return await new CommandLine(Console.Out, Console.Error).RunAsync(args);
