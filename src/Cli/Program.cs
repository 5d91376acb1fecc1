using U2Video.Cli;
using U2Video.Core.Torch;

// Without libtorch, which takes a while to load and which --help does not need.
U2VideoRuntime.Configure(loadTorch: false);
return await new CommandLine(Console.Out, Console.Error, prepare: () => U2VideoRuntime.Configure()).RunAsync(args);
