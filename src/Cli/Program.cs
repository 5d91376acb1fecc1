using U2Video.Cli;
using U2Video.Core.Torch;

TorchThreads.WaitAsleep();
AllocatorTuning.KeepLargeBlocks();
return await new CommandLine(Console.Out, Console.Error, prepare: PrepareTorch).RunAsync(args);

static void PrepareTorch()
{
    TorchLibrary.LoadChosen();
    TorchLog.FatalOnly();
}
