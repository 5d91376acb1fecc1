namespace U2Video.Pipeline.Checking;

/// <summary>Merges doubtful frames into moments, so that one fault is shown once.</summary>
internal static class MomentFinder
{
    /// <summary>How many moments are shown at most.</summary>
    public const int Most = 10;

    /// <summary>Frames with less doubt begin no moment. That of a usual frame is about half as large.</summary>
    public const double LeastDoubt = 0.1;

    // A moment reaches as far as the doubt is at least this share of its largest.
    private const double ReachShare = 0.4;

    // Frames beside a moment that begin no other one.
    private const int Distance = 6;

    /// <summary>The most doubtful moments, the worst first.</summary>
    /// <param name="doubts">The doubt of each frame, 0…1.</param>
    /// <param name="startsScene">Whether a frame begins a scene. No moment crosses a cut.</param>
    public static IReadOnlyList<DoubtfulMoment> Find(IReadOnlyList<double> doubts, Func<int, bool> startsScene)
    {
        var moments = new List<DoubtfulMoment>();
        var isTaken = new bool[doubts.Count];
        foreach (var worst in Enumerable.Range(0, doubts.Count).OrderByDescending(index => doubts[index]))
        {
            if (moments.Count == Most || doubts[worst] < LeastDoubt)
            {
                break;
            }

            if (isTaken[worst])
            {
                continue;
            }

            var (first, last) = (worst, worst);
            while (first > 0 && !startsScene(first) && IsPart(first - 1))
            {
                first--;
            }

            while (last + 1 < doubts.Count && !startsScene(last + 1) && IsPart(last + 1))
            {
                last++;
            }

            moments.Add(new DoubtfulMoment(first, last, worst));
            Take(first, last);

            bool IsPart(int index) => !isTaken[index] && doubts[index] >= ReachShare * doubts[worst];
        }

        return moments;

        // With the frames beside it, up to the next cut.
        void Take(int first, int last)
        {
            Array.Fill(isTaken, true, first, last - first + 1);
            for (var i = first; i > Math.Max(0, first - Distance) && !startsScene(i); i--)
            {
                isTaken[i - 1] = true;
            }

            for (var i = last + 1; i < Math.Min(doubts.Count, last + 1 + Distance) && !startsScene(i); i++)
            {
                isTaken[i] = true;
            }
        }
    }
}
