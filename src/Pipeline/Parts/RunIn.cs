using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Parts;

/// <summary>
/// Finds the frame with which the stages have to begin so that a later frame gets the matte that it has in the whole run. It looks at
/// frames at the network's size, without the network, backwards from that later frame in steps that grow.
/// </summary>
/// <param name="media">The clip.</param>
/// <param name="run">What the whole run decodes, and into what.</param>
/// <param name="network">What is known of the network.</param>
/// <param name="memory">How far back frames count.</param>
internal sealed class RunIn(MediaInfo media, DecoderOptions run, PredictorFacts network, FrameMemory memory)
{
    private const int Growth = 4;
    private static readonly TimeSpan FirstStep = TimeSpan.FromSeconds(1);

    /// <summary>The time of the first frame that is needed; null for the beginning of the range.</summary>
    /// <param name="begin">The time from which on mattes are wanted, between two frames; null for the beginning of the range.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public async Task<TimeSpan?> FindAsync(TimeSpan? begin, CancellationToken cancellation)
    {
        if (begin is null || memory.Reach == MemoryReach.Clip)
        {
            return null;
        }

        for (var step = FirstStep; begin - step > run.Range.Start; step *= Growth)
        {
            if (await LookAsync(begin.Value, begin.Value - step, cancellation).ConfigureAwait(false) is { } found)
            {
                return found;
            }
        }

        return await LookAsync(begin.Value, null, cancellation).ConfigureAwait(false);
    }

    // Null where the frames since then do not decide it.
    private async Task<TimeSpan?> LookAsync(TimeSpan begin, TimeSpan? since, CancellationToken cancellation)
    {
        await using var source = await SoughtClip.OpenAsync(media, run, since, cancellation).ConfigureAwait(false);
        var clock = new FrameClock(source.Video.TimeBase, run.Range.Start);
        var (seen, cuts) = (new List<Seen>(), new SceneCuts());
        using var last = new LastPicture();
        await foreach (var frame in source.ReadFramesAsync(cancellation).ConfigureAwait(false))
        {
            using (frame)
            {
                using var input = network.ToInput(frame);
                var isRepetition = last.Repeats(input);
                seen.Add(new Seen(clock.TimeOf(frame), cuts.StartsWith(input), isRepetition));
                if (seen[^1].Time >= begin)
                {
                    break;
                }
            }
        }

        return Decide(seen, isWhole: since is null);
    }

    // What the first frame is can be told only where it is the range's first.
    private TimeSpan? Decide(List<Seen> seen, bool isWhole)
    {
        var (place, known, isWindow) = (seen.Count - 1, isWhole ? 0 : 1, memory.Reach == MemoryReach.Window);

        // A repetition has the matte of its original, whose window counts therefore.
        while (isWindow && place >= known && seen[place].IsRepetition)
        {
            place--;
        }

        if (place < known)
        {
            return null;
        }

        for (var left = memory.Before; place >= 0; place--, left--)
        {
            if ((place >= known && seen[place].StartsScene) || (isWindow && left == 0))
            {
                return seen[place].Time;
            }
        }

        return null;
    }

    private readonly record struct Seen(TimeSpan Time, bool StartsScene, bool IsRepetition);

    private sealed class LastPicture : IDisposable
    {
        private MotionReference? _last;

        // Masks are not compared: that a frame counts as a repetition though it is none only makes the run-in longer.
        public bool Repeats(Frame input)
        {
            var now = MotionReference.Of(input);
            using var change = _last is null ? null : now.ChangeFrom(_last);
            _last?.Dispose();
            _last = now;
            return change is not null && Cv2.CountNonZero(change) == 0;
        }

        public void Dispose() => _last?.Dispose();
    }
}
