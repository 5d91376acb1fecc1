using U2Video.Core.Errors;

namespace U2Video.Pipeline.Parts;

/// <summary>How a clip is divided into parts.</summary>
internal abstract record Division
{
    /// <summary>The option that asks for it, for messages.</summary>
    public abstract PropertyName Option { get; }

    /// <summary>Whether a matte file is only read, because other runs use it at the same time.</summary>
    public abstract bool ReadsOnly { get; }

    /// <summary>How many parts there are.</summary>
    /// <param name="frames">How many frames the clip has.</param>
    public abstract int PartsOf(long frames);

    /// <summary>The file that keeps masks from one part to the next; null for none.</summary>
    /// <param name="named">The matte file that the user named.</param>
    /// <param name="folder">The folder of the first output's parts.</param>
    /// <param name="key">What that output is made of.</param>
    public abstract string? KeptMasks(string? named, PartFolder folder, PartKey key);

    /// <summary>Into a number of parts, which several runs make.</summary>
    /// <param name="Count">How many.</param>
    internal sealed record Into(int Count) : Division
    {
        /// <inheritdoc/>
        public override PropertyName Option => new(typeof(Division), nameof(Into));

        /// <inheritdoc/>
        public override bool ReadsOnly => true;

        /// <inheritdoc/>
        public override int PartsOf(long frames) => Count;

        /// <inheritdoc/>
        public override string? KeptMasks(string? named, PartFolder folder, PartKey key) => named;
    }

    /// <summary>Into segments of a number of frames, which one run makes one after the other.</summary>
    /// <param name="Frames">How many frames.</param>
    internal sealed record Segments(int Frames) : Division
    {
        /// <inheritdoc/>
        public override PropertyName Option => new(typeof(Division), nameof(Segments));

        /// <inheritdoc/>
        public override bool ReadsOnly => false;

        /// <inheritdoc/>
        public override int PartsOf(long frames) => (int)Math.Max(1, (frames + Frames - 1) / Frames);

        /// <inheritdoc/>
        public override string? KeptMasks(string? named, PartFolder folder, PartKey key)
        {
            if (named is null)
            {
                folder.Create();
            }

            return named ?? folder.At($"masks-{PartManifest.Mark(key)}.matte");
        }
    }
}
