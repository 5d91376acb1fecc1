// Torch and ffmpeg use all cores by themselves, and torch has one random generator for the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
