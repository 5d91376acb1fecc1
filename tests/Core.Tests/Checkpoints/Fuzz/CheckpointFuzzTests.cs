using System.Diagnostics;
using System.Globalization;
using CsCheck;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;

namespace U2Video.Core.Tests.Checkpoints.Fuzz;

/// <summary>
/// Sound files, harmed at random: whatever is done to one, it is read or refused by a <see cref="ModelException"/> of one line, soon,
/// without leaks, and without more memory than the file's length calls for.
/// </summary>
/// <remarks>
/// <c>U2VIDEO_FUZZ=20000 ./test --filter-class '*FuzzTests'</c> tries as many harms for each kind of file, and a twentieth of that for
/// a whole network, whose every read takes far longer. A failure prints a seed; <c>CsCheck_Seed=SEED</c> with the same
/// command repeats it. Managed memory is what this thread allocates in all during the read.
/// Native memory is that of the tensors that come out. What a refusal gives up is not measured: all tensors of a file are taken from
/// one <see cref="MemoryBudget"/>, which bounds it.
/// </remarks>
public sealed class CheckpointFuzzTests : IDisposable
{
    private const long FreeBytes = 64 << 20;
    private const int WholeNetworkShare = 20;
    private const long FewestTries = 300;

    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(2);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"u2video-{Guid.NewGuid():N}");

    public static TheoryData<string> Names => [.. FuzzSeeds.Names];

    private static long Tries =>
        long.TryParse(Environment.GetEnvironmentVariable("U2VIDEO_FUZZ"), CultureInfo.InvariantCulture, out var tries) ? tries
            : FewestTries;

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_harmed_file_is_read_or_refused(string name)
    {
        var seed = FuzzSeeds.Make(name);
        var isPart = !name.Contains("whole", StringComparison.Ordinal);
        Assert.True(Reads(seed.Bytes, isPart), "The file is refused before any harm is done to it.");
        var read = 0;
        var refused = 0;

        Mutation.Several.Sample(
            mutations => _ = Reads(Mutation.Apply(seed, mutations), isPart) ? read++ : refused++,
            iter: isPart ? Tries : Math.Max(FewestTries, Tries / WholeNetworkShare),
            threads: 1,
            print: mutations => $"{name}: {string.Join("; ", mutations.AsEnumerable())}");

        // Harm that always or never kills would test nothing but the first check.
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}, {seed.Bytes.Length} bytes: {read} read, {refused} refused");
        Assert.NotEqual(0, read);
        Assert.True(refused > (read + refused) / 10);
    }

    private bool Reads(byte[] file, bool isPart)
    {
        File.WriteAllBytes(_path, file);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var (tensorBytes, error) = Read(isPart);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, FreeBytes + (2L * file.Length));
        Assert.InRange(tensorBytes, 0, FreeBytes + (2L * file.Length));
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        // A busy machine can hold up any process for a while, though hardly twice at the same file.
        if (watch.Elapsed > MaximumTime)
        {
            watch.Restart();
            Read(isPart);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, MaximumTime);
        }

        if (error is not null)
        {
            Assert.StartsWith(_path + ": ", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(error.Message, char.IsControl);
            Assert.InRange(error.Message.Length, 0, 1000);
        }

        return error is null;
    }

    private (long TensorBytes, ModelException? Error) Read(bool isPart)
    {
        try
        {
            using var checkpoint = CheckpointReader.Read(_path);
            var bytes = checkpoint.Tensors.Values.Sum(tensor => tensor.numel() * tensor.ElementSize);
            ModelDescription.FromMetadata(_path, checkpoint.Metadata, U2NetVariant.Lite);
            try
            {
                using var model = U2NetModel.FromCheckpoint(checkpoint);
            }
            catch (ModelException) when (isPart)
            {
                // Small seeds hold too little for a network.
            }

            return (bytes, null);
        }
        catch (ModelException error)
        {
            return (0, error);
        }
    }
}
